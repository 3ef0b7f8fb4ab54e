package main

import (
	"slices"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// The guides list every code that a service documents and every other code that ErrorCode
// returns, once and in order. Retryable also knows the codes that aws/retry retries,
// which other AWS services send.
func TestGuideListsEveryCode(t *testing.T) {
	undocumented := map[string]bool{}
	for code := range apierrors.RetryableCodes {
		undocumented[code] = true
	}
	for _, docs := range [][]codeDoc{serviceCodes, clientCodes} {
		if !slices.IsSortedFunc(docs, func(a, b codeDoc) int {
			if a.code < b.code {
				return -1
			}
			return 1
		}) {
			t.Error("the codes are not sorted, or one is repeated")
		}
		for _, doc := range docs {
			if !undocumented[doc.code] {
				t.Errorf("apierrors.RetryableCodes lacks %s", doc.code)
			}
			delete(undocumented, doc.code)
		}
	}
	for _, rows := range [][]model.Error{model.CommonErrors, model.A2I.Errors, model.Flows.Errors} {
		for _, row := range rows {
			if !slices.ContainsFunc(serviceCodes, func(doc codeDoc) bool { return doc.code == row.Code }) {
				t.Errorf("serviceCodes lacks %s", row.Code)
			}
			if row.Server && !apierrors.RetryableCodes[row.Code] {
				t.Errorf("%s is the service's fault, but not retryable", row.Code)
			}
		}
	}
	for _, codes := range []map[string]struct{}{retry.DefaultThrottleErrorCodes, retry.DefaultRetryableErrorCodes} {
		for code := range codes {
			if !apierrors.RetryableCodes[code] {
				t.Errorf("aws/retry retries %s, but Retryable is false", code)
			}
			delete(undocumented, code)
		}
	}
	for _, code := range []string{"ExpiredToken", "InvalidToken", "TokenRefreshRequired"} {
		delete(undocumented, code) // Amazon S3's
	}
	for code := range undocumented {
		t.Errorf("%s is only in apierrors.RetryableCodes: add it to codes.go, or remove it", code)
	}
}

// A code for which Retryable has no answer is not written.
func TestCodeTableRejectsUnknownCode(t *testing.T) {
	if _, err := codeTable(nil, []codeDoc{{"NoSuchError", "", ""}}); err == nil {
		t.Error("got no error")
	}
}
