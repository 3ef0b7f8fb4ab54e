package faults

import (
	"errors"
	"net/http"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/conformance"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// FuzzResponse passes arbitrary responses to every operation. Each call returns either an
// output or an error, and never panics. An error outside 2xx has a code and the status.
// No error is longer than the part of a response that it may show.
func FuzzResponse(f *testing.F) {
	for _, body := range []string{loopDocument, `{"HumanLoopSummaries":[{}],"NextToken":"a"}`, `{"flowExecutionSummaries":[{"createdAt":1}]}`, html, `{"message":"m","__type":"a#b:c"}`, ""} {
		f.Add(200, "", body)
		f.Add(400, "ValidationException:http://x/", body)
		f.Add(503, "a#ThrottlingException", body)
	}
	var exchange *clienttest.Exchange
	cfg := aws.Config{
		Region: "us-east-1", Credentials: clienttest.Provider, Retryer: func() aws.Retryer { return aws.NopRetryer{} },
		HTTPClient: clienttest.DoFunc(func(r *http.Request) (*http.Response, error) { return exchange.Do(r) }),
	}
	calls := map[string]func() (any, error){}
	for _, s := range conformance.Services() {
		client := s.NewClient(cfg, false)
		for _, op := range s.Model.Operations {
			call, err := conformance.Call(client, op)
			if err != nil {
				f.Fatal(err)
			}
			calls[op.Name] = call
		}
	}
	f.Fuzz(func(t *testing.T, status int, code, body string) {
		if status = 100 + int(uint(status)%500); status < 200 {
			return // an informational response
		}
		exchange = &clienttest.Exchange{Responses: []clienttest.Response{{Status: status, Body: body, Header: map[string]string{"X-Amzn-Errortype": code}}}}
		for operation, call := range calls {
			out, err := call()
			if (out != nil) == (err != nil) {
				t.Errorf("%s: an output %v and an error %v", operation, out, err)
			}
			if err == nil {
				continue
			}
			if status/100 == 2 {
				var reading *smithy.DeserializationError
				if !errors.As(err, &reading) || len(err.Error()) > 3000 {
					t.Errorf("%s: %d bytes of %T %.300v", operation, len(err.Error()), err, err)
				}
				if code := types.ErrorCode(err); code != "DeserializationError" && code != "ResponseTooLargeError" {
					t.Errorf("%s: the ErrorCode is %q", operation, code)
				}
				continue
			}
			var api smithy.APIError
			var response *awshttp.ResponseError
			if !errors.As(err, &api) || api.ErrorCode() == "" || !errors.As(err, &response) || response.HTTPStatusCode() != status {
				t.Errorf("%s: %v, want a code and status %d", operation, err, status)
			} else if code := types.ErrorCode(err); code != "UnknownError" && code != apierrors.CanonicalCode(api.ErrorCode()) {
				t.Errorf("%s: the ErrorCode is %q, want %q", operation, code, api.ErrorCode())
			}
		}
	})
}
