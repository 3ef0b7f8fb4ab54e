package a2iruntime_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

// A page of more items than any service sends is an error at once. Memory does not grow
// with the number of items.
func TestPageItemLimit(t *testing.T) {
	const refused = "the lists of the document contain more than 10000 items in total"
	page := `{"HumanLoopSummaries":[` + strings.Repeat("{},", 5_000_000) + `{}]}`
	exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: page}}}
	client := exchangeClient(exchange)
	var err error
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/f"),
	})
	runtime.ReadMemStats(&after)
	var decode *smithy.DeserializationError
	if !errors.As(err, &decode) || !strings.Contains(err.Error(), refused) {
		t.Errorf("got error %v, want a DeserializationError that says %q", err, refused)
	}
	if code := types.ErrorCode(err); code != "ResponseTooLargeError" || types.Retryable(err) {
		t.Errorf("got ErrorCode %s, retryable = %t", code, types.Retryable(err))
	}
	if n := len(exchange.Requests()); n != 1 {
		t.Errorf("%d requests were sent, want 1: the error must not be retried", n)
	}
	// The body is copied twice: by the exchange, and when it is read.
	if grown, limit := after.TotalAlloc-before.TotalAlloc, uint64(80<<20); grown > limit {
		t.Errorf("allocated %d bytes, want at most %d", grown, limit)
	}
}
