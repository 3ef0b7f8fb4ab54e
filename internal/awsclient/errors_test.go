package awsclient_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	a2itypes "github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	flowtypes "github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// errorCase is an error code and the expected error.
type errorCase struct {
	code   string
	status int
	want   error
	server bool // whether the service is at fault
	retry  bool
}

// commonCases apply to both services.
var commonCases = []errorCase{
	{"AccessDeniedException", 400, new(a2itypes.AccessDeniedException), false, false},
	{"IncompleteSignature", 400, new(a2itypes.IncompleteSignature), false, false},
	{"IncompleteSignatureException", 403, new(a2itypes.IncompleteSignature), false, false},
	{"InternalFailure", 500, new(a2itypes.InternalFailure), true, true},
	{"InvalidAction", 400, new(a2itypes.InvalidAction), false, false},
	{"InvalidClientTokenId", 403, new(a2itypes.InvalidClientTokenId), false, false},
	{"InvalidParameterCombination", 400, new(a2itypes.InvalidParameterCombination), false, false},
	{"InvalidParameterValue", 400, new(a2itypes.InvalidParameterValue), false, false},
	{"InvalidQueryParameter", 400, new(a2itypes.InvalidQueryParameter), false, false},
	{"MalformedQueryString", 404, new(a2itypes.MalformedQueryString), false, false},
	{"MissingAction", 400, new(a2itypes.MissingAction), false, false},
	{"MissingAuthenticationToken", 403, new(a2itypes.MissingAuthenticationToken), false, false},
	{"MissingParameter", 400, new(a2itypes.MissingParameter), false, false},
	{"NotAuthorized", 400, new(a2itypes.NotAuthorized), false, false},
	{"OptInRequired", 403, new(a2itypes.OptInRequired), false, false},
	{"RequestExpired", 400, new(a2itypes.RequestExpired), false, false},
	{"ServiceUnavailable", 503, new(a2itypes.ServiceUnavailable), true, true},
	{"ServiceUnavailableException", 503, new(a2itypes.ServiceUnavailable), true, true},
	{"ThrottlingException", 400, new(a2itypes.ThrottlingException), false, true},
	{"ThrottlingException", 429, new(a2itypes.ThrottlingException), false, true},
	{"ValidationError", 400, new(a2itypes.ValidationError), false, false},
	{"ExpiredTokenException", 403, new(a2itypes.ExpiredTokenException), false, false},
	{"InvalidSignatureException", 403, new(a2itypes.InvalidSignatureException), false, false},
	{"UnrecognizedClientException", 403, new(a2itypes.UnrecognizedClientException), false, false},
	{"MissingAuthenticationTokenException", 403, new(a2itypes.MissingAuthenticationTokenException), false, false},
	{"SomethingNewException", 418, new(smithy.GenericAPIError), false, false},
	{"SomethingNewException", 500, new(smithy.GenericAPIError), true, true},
}

var a2iCases = append([]errorCase{
	{"ConflictException", 409, new(a2itypes.ConflictException), false, false},
	{"InternalServerException", 500, new(a2itypes.InternalServerException), true, true},
	{"InternalServerErrorException", 500, new(a2itypes.InternalServerException), true, true},
	{"ResourceNotFoundException", 404, new(a2itypes.ResourceNotFoundException), false, false},
	{"ServiceQuotaExceededException", 402, new(a2itypes.ServiceQuotaExceededException), false, false},
	{"ValidationException", 400, new(a2itypes.ValidationException), false, false},
}, commonCases...)

var flowCases = append([]errorCase{
	{"AccessDeniedException", 403, new(flowtypes.AccessDeniedException), false, false},
	{"InternalServerException", 500, new(flowtypes.InternalServerException), true, true},
	{"ResourceNotFoundException", 404, new(flowtypes.ResourceNotFoundException), false, false},
	{"ValidationException", 400, new(flowtypes.ValidationException), false, false},
	{"ConflictException", 409, new(smithy.GenericAPIError), false, false},
}, commonCases...)

// codePlaces lists the places where a response can contain the code.
var codePlaces = []struct {
	name, header, body string // %s is the code
}{
	{"header", "%s", ""},
	{"header with URI", "%s:http://internal.amazon.com/coral/com.amazon.coral/", ""},
	{"header with namespace", "aws.protocol#%s:http://x", ""},
	{"__type", "", `"__type":"%s",`},
	{"__type with namespace", "", `"__type":"com.amazonaws.sagemaker#%s",`},
	{"code", "", `"code":"%s",`},
	{"Code", "", `"Code":"%s",`},
	{"__Type", "", `"__Type":"%s",`},
	{"header before __type and code", "%s", `"__type":"OtherException","code":"ThirdException",`},
	{"__type before code", "", `"__type":"%s","code":"ThirdException",`},
}

// bodyShapes lists the bodies. A code in the body and a message can be read only from the
// first two.
var bodyShapes = []struct {
	name, body string // %s stands for the members
	whole      bool
	message    string
}{
	{"JSON with message", `{%s"message":"what happened"}`, true, "what happened"},
	{"JSON with Message", `{%s"Message":"what happened"}`, true, "what happened"},
	{"empty", "", false, ""},
	{"HTML", "<html><body>Bad Gateway</body></html>", false, ""},
	{"truncated", `{%s"message":"what hap`, true, ""},
	{"wrong types", `{%s"message":{"text":"what happened"},"Message":[1]}`, true, ""},
	{"a list", `["what happened"]`, false, ""},
}

func TestErrors(t *testing.T) {
	for _, service := range []struct {
		name  string
		cases []errorCase
		call  func(*clienttest.Exchange) error
	}{
		{"A2I", a2iCases, describe},
		{"Flows", flowCases, listExecutions},
	} {
		for _, tc := range service.cases {
			for _, place := range codePlaces {
				for _, shape := range bodyShapes {
					if place.header == "" && !shape.whole {
						continue // the body cannot contain the code
					}
					t.Run(fmt.Sprintf("%s/%s %d/%s/%s", service.name, tc.code, tc.status, place.name, shape.name), func(t *testing.T) {
						response := clienttest.Response{Status: tc.status, Header: map[string]string{"X-Amzn-Requestid": "request-1"}}
						if place.header != "" {
							response.Header["X-Amzn-Errortype"] = fmt.Sprintf(place.header, tc.code)
						}
						response.Body = shape.body
						if shape.whole {
							response.Body = fmt.Sprintf(shape.body, strings.ReplaceAll(place.body, "%s", tc.code))
						}
						checkError(t, service.call(&clienttest.Exchange{Responses: []clienttest.Response{response}}), tc, shape.message)
					})
				}
			}
		}
	}
}

func checkError(t *testing.T, err error, tc errorCase, message string) {
	t.Helper()
	var operation *smithy.OperationError
	var response *awshttp.ResponseError
	var api smithy.APIError
	if !errors.As(err, &operation) || !errors.As(err, &response) || !errors.As(err, &api) {
		t.Fatalf("error %v (%T) lacks an OperationError, a ResponseError or an APIError", err, err)
	}
	if got, want := reflect.TypeOf(api), reflect.TypeOf(tc.want); got != want {
		t.Errorf("type = %v, want %v", got, want)
	}
	if api.ErrorCode() != tc.code {
		t.Errorf("code = %q, want %q", api.ErrorCode(), tc.code)
	}
	if got := api.ErrorMessage(); message != "" && got != message {
		t.Errorf("message = %q, want %q", got, message)
	} else if message == "" && !strings.HasPrefix(got, fmt.Sprintf("the response (%d", tc.status)) {
		t.Errorf("message = %q, want a description of the response", got)
	}
	if server := api.ErrorFault() == smithy.FaultServer; server != tc.server {
		t.Errorf("fault = %v, want server = %t", api.ErrorFault(), tc.server)
	}
	if response.HTTPStatusCode() != tc.status || response.ServiceRequestID() != "request-1" {
		t.Errorf("status, request ID = %d, %q; want %d, request-1", response.HTTPStatusCode(), response.ServiceRequestID(), tc.status)
	}
	if got := retry.NewStandard().IsErrorRetryable(err); got != tc.retry {
		t.Errorf("retryable = %t, want %t", got, tc.retry)
	}
}

// noRetries is a Retryer that does not retry.
var noRetries = aws.NopRetryer{}

func describe(exchange *clienttest.Exchange) error {
	c := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange, Retryer: noRetries})
	_, err := c.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")})
	return err
}

func listExecutions(exchange *clienttest.Exchange) error {
	c := bedrockflows.New(bedrockflows.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange, Retryer: noRetries})
	_, err := c.ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("FLOW123456")})
	return err
}
