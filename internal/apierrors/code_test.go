package apierrors_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// fault is an exception with a code that has no Go type.
func fault(code string, f smithy.ErrorFault) error {
	return &smithy.GenericAPIError{Code: code, Fault: f}
}

func exception(code string) error { return fault(code, smithy.FaultClient) }

func TestErrorCodeAndRetryable(t *testing.T) {
	var invalid smithy.InvalidParamsError
	invalid.Add(smithy.NewErrParamRequired("HumanLoopName"))
	spelling := "ServiceUnavailableException"
	expired, end := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer end()
	for _, tc := range []struct {
		name      string
		err       error
		code      string
		retryable bool
	}{
		{"nil", nil, "", false},
		{"an error of the caller", errors.New("disk full"), "OtherError", true},
		{"an exception", &apierrors.AccessDeniedException{}, "AccessDeniedException", true},
		{"an exception, wrapped", fmt.Errorf("start: %w", &smithy.OperationError{Err: throttled}), "ThrottlingException", true},
		{"another spelling", &apierrors.ServiceUnavailable{ErrorCodeOverride: &spelling}, "ServiceUnavailable", true},
		{"another spelling, without a type", exception("InternalServerErrorException"), "InternalServerException", true},
		{"no code", withStatus(404, exception("")), "UnknownError", true},
		{"a code that is a sentence", withStatus(400, exception("not a code")), "UnknownError", true},
		{"a code that is too long", withStatus(400, exception(strings.Repeat("a", 129))), "UnknownError", true},

		{"Amazon S3's expired credentials", withStatus(400, exception("ExpiredToken")), "ExpiredToken", true},
		{"Amazon S3's refused token", withStatus(400, exception("InvalidToken")), "InvalidToken", true},
		{"Amazon S3's old token", withStatus(400, exception("TokenRefreshRequired")), "TokenRefreshRequired", true},
		{"an unknown code with 404", withStatus(404, exception("NoSuchKey")), "NoSuchKey", false},
		{"an unknown code with 401", withStatus(401, exception("SomethingNew")), "SomethingNew", true},
		{"an unknown code with 403", withStatus(403, exception("SomethingNew")), "SomethingNew", true},
		{"an unknown code with 407", withStatus(407, exception("SomethingNew")), "SomethingNew", true},
		{"an unknown code with 408", withStatus(408, exception("SomethingNew")), "SomethingNew", true},
		{"an unknown code with 429", withStatus(429, exception("SomethingNew")), "SomethingNew", true},
		{"an unknown code with 500", withStatus(500, exception("SomethingNew")), "SomethingNew", true},
		{"an unknown code with 302", withStatus(302, exception("SomethingNew")), "SomethingNew", true},
		{"an unknown code of the client without a status", exception("SomethingNew"), "SomethingNew", false},
		{"an unknown code of the service without a status", fault("SomethingNew", smithy.FaultServer), "SomethingNew", true},
		{"an unknown code of an unknown fault", fault("SomethingNew", smithy.FaultUnknown), "SomethingNew", true},

		{"an input", invalid, "InvalidParamsError", false},
		{"an input, by pointer", &invalid, "InvalidParamsError", false},
		{"one violation", smithy.NewErrParamRequired("HumanLoopName"), "InvalidParamsError", false},
		{"an input that cannot be written", &smithy.SerializationError{Err: io.EOF}, "SerializationError", false},
		{"a connection", lost, "ConnectionError", true},
		{"a connection that cannot be made", refused, "ConnectionError", true},
		{"a time limit of the connection", sending(&net.OpError{Op: "dial", Err: context.DeadlineExceeded}), "ConnectionError", true},
		{"a response that breaks off", withStatus(200, &smithy.DeserializationError{Err: &apierrors.BodyReadError{Err: io.ErrUnexpectedEOF}}), "ConnectionError", true},
		{"a response that cannot be read", cut, "DeserializationError", true},
		{"a response that is too large", &smithy.DeserializationError{Err: apierrors.ClientErrorf(apierrors.CodeResponseTooLarge, "large")}, "ResponseTooLargeError", false},
		{"credentials of another service", apierrors.ClientErrorf(apierrors.CodeCredentials, "assume role: %w", exception("ValidationError")), "CredentialsError", true},
		{"a Region", apierrors.ClientErrorf(apierrors.CodeConfiguration, "no region"), "ConfigurationError", true},
		{"a program", apierrors.ClientErrorf(apierrors.CodeUsage, "the context is nil"), "UsageError", false},

		{"a canceled context", fmt.Errorf("list: %w", context.Canceled), "CanceledError", true},
		{"a deadline", expired.Err(), "DeadlineExceededError", true},
		{"a canceled call", &smithy.CanceledError{Err: context.DeadlineExceeded}, "DeadlineExceededError", true},
		{"a canceled call of a custom context", &aws.RequestCanceledError{Err: errors.New("over")}, "CanceledError", true},
		{"a canceled call, throttled before", fmt.Errorf("%w; an earlier attempt failed: %w", context.Canceled, throttled), "CanceledError", true},

		{"a starting token", &paginators.StartingTokenError{Err: context.Canceled}, "StartingTokenError", false},
		{"a repeated token", &paginators.RepeatedTokenError{}, "RepeatedTokenError", false},
		{"a loop that ended otherwise", &waiters.FailureError{Status: "Failed"}, "WaitFailureError", false},
		{"a loop that was deleted", &waiters.FailureError{Err: exception("ResourceNotFoundException")}, "ResourceNotFoundException", false},
		{"a loop that does not end", &waiters.TimeoutError{Cause: context.DeadlineExceeded, Err: throttled}, "WaitTimeoutError", true},
		{"a wait that its context cancels", &waiters.TimeoutError{ContextErr: context.Canceled}, "CanceledError", true},
		{"a wait whose context has ended", &waiters.TimeoutError{ContextErr: context.DeadlineExceeded}, "DeadlineExceededError", true},
		{"a maximum wait that is not positive", wait(-time.Second), "UsageError", false},
		{"a page size that is negative", firstPage(func(o *paginators.Options) { o.PageSize = -1 }), "UsageError", false},
		{"a token that is not base64", firstPage(func(o *paginators.Options) { o.StartingToken = "?" }), "StartingTokenError", false},

		{"the last attempt counts", &apierrors.CallError{Earlier: []error{lost}, Err: withStatus(404, exception("ResourceNotFoundException"))}, "ResourceNotFoundException", false},
		{"the first of two", errors.Join(errors.New("two failed"), throttled, invalid), "ThrottlingException", true},
		{"no connection error", &smithyhttp.ResponseError{Err: errors.New("other")}, "OtherError", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if code := apierrors.ErrorCode(tc.err); code != tc.code {
				t.Errorf("ErrorCode = %q, want %q, for %v", code, tc.code, tc.err)
			}
			if retryable := apierrors.Retryable(tc.err); retryable != tc.retryable {
				t.Errorf("Retryable = %t, want %t, for %v", retryable, tc.retryable, tc.err)
			}
		})
	}
}

func wait(maxWait time.Duration) error {
	poll := func(context.Context, *int, ...func(*int)) (*int, error) { return new(int), nil }
	return waiters.New(waiters.Definition[int, int, int]{Poll: poll}).Wait(context.Background(), nil, maxWait)
}

func firstPage(option func(*paginators.Options)) error {
	_, err := paginators.New(paginators.Definition[int, int, int]{
		Fetch:  func(context.Context, *string, int32, ...func(*int)) (*int, error) { return new(int), nil },
		Unpack: func(*int) (*[]int, *string) { return nil, nil },
	}, option).NextPage(context.Background())
	return err
}
