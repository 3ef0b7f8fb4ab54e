package awsclient_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	a2itypes "github.com/a2iflows/a2iflows-go/a2iruntime/types"
	flowtypes "github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/smithy-go"
)

// If a response has no code, the status determines it. A 403 or 404 never becomes one of
// the service's errors, because any proxy can send it.
func TestErrorWithoutCode(t *testing.T) {
	for _, tc := range []struct {
		status int
		want   errorCase
	}{
		{301, errorCase{code: "UnknownError", want: new(smithy.GenericAPIError)}},
		{307, errorCase{code: "UnknownError", want: new(smithy.GenericAPIError)}},
		{400, errorCase{code: "UnknownError", want: new(smithy.GenericAPIError)}},
		{403, errorCase{code: "UnknownError", want: new(smithy.GenericAPIError)}},
		{404, errorCase{code: "UnknownError", want: new(smithy.GenericAPIError)}},
		{429, errorCase{code: "ThrottlingException", want: new(a2itypes.ThrottlingException), retry: true}},
		{500, errorCase{code: "InternalServerException", want: new(a2itypes.InternalServerException), server: true, retry: true}},
		{502, errorCase{code: "UnknownError", want: new(smithy.GenericAPIError), server: true, retry: true}},
		{503, errorCase{code: "ServiceUnavailable", want: new(a2itypes.ServiceUnavailable), server: true, retry: true}},
		{504, errorCase{code: "UnknownError", want: new(smithy.GenericAPIError), server: true, retry: true}},
	} {
		for _, body := range []string{"", "<html>no</html>", `{"message":`, `{"__type":5,"code":[]}`, `{"__type":"","code":":"}`} {
			t.Run(fmt.Sprintf("%d %s", tc.status, body), func(t *testing.T) {
				response := clienttest.Response{Status: tc.status, Body: body, Header: map[string]string{"X-Amzn-Requestid": "request-1"}}
				tc.want.status = tc.status
				checkError(t, describe(&clienttest.Exchange{Responses: []clienttest.Response{response}}), tc.want, "")
			})
		}
	}
}

// An error without a message describes the response, whatever its type.
func TestErrorWithoutMessage(t *testing.T) {
	const page = "<html><title>proxy.example: upstream is not reachable</title></html>"
	html := func(status int) clienttest.Response {
		return clienttest.Response{Status: status, Body: page, Header: map[string]string{"Content-Type": "text/html"}}
	}
	conflict := html(409)
	conflict.Header["X-Amzn-Errortype"] = "ConflictException"
	const described = `content type "text/html") has no error message; its body begins with "` + page + `"`
	for name, tc := range map[string]struct {
		response clienttest.Response
		code     string
		want     string
	}{
		"403 from a proxy":    {html(403), "UnknownError", `the response (403 Forbidden, ` + described},
		"429 from a proxy":    {html(429), "ThrottlingException", `the response (429 Too Many Requests, ` + described},
		"500 from a proxy":    {html(500), "InternalServerException", `the response (500 Internal Server Error, ` + described},
		"502 from a proxy":    {html(502), "UnknownError", `the response (502 Bad Gateway, ` + described},
		"503 from a proxy":    {html(503), "ServiceUnavailable", `the response (503 Service Unavailable, ` + described},
		"a code and HTML":     {conflict, "ConflictException", `the response (409 Conflict, ` + described},
		"no body":             {clienttest.Response{Status: 503}, "ServiceUnavailable", `the response (503 Service Unavailable) has no body`},
		"a code and no body":  {errorResponse(400, "ValidationException"), "ValidationException", `the response (400 Bad Request) has no body`},
		"an unknown status":   {clienttest.Response{Status: 599}, "UnknownError", `the response (599) has no body`},
		"JSON and no message": {clienttest.Response{Status: 429, Body: "{}"}, "ThrottlingException", `the response (429 Too Many Requests) has no error message; its body begins with "{}"`},
		"a message":           {clienttest.Response{Status: 503, Body: `{"message":"m"}`}, "ServiceUnavailable", "m"},
	} {
		t.Run(name, func(t *testing.T) {
			err := describe(&clienttest.Exchange{Responses: []clienttest.Response{tc.response}})
			var api smithy.APIError
			if !errors.As(err, &api) || api.ErrorCode() != tc.code || api.ErrorMessage() != tc.want {
				t.Errorf("got  %v\nwant %s: %s", err, tc.code, tc.want)
			}
			if !contains(err, tc.want) {
				t.Errorf("the error %q lacks its message", err)
			}
		})
	}
}

// If an error's body is truncated, the error keeps its code and says why the message is
// missing.
func TestTruncatedErrorBody(t *testing.T) {
	err := describeWith(clienttest.DoFunc(func(*http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 409, Header: http.Header{"X-Amzn-Errortype": {"ConflictException"}},
			Body: io.NopCloser(io.MultiReader(strings.NewReader(`{"mess`), iotest.ErrReader(errors.New("broken pipe")))),
		}, nil
	}))
	var conflict *a2itypes.ConflictException
	const want = `the response (409 Conflict) has no error message; its body begins with "{\"mess" (read response body: broken pipe)`
	if !errors.As(err, &conflict) || conflict.ErrorMessage() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestErrorShowsStartOfBody(t *testing.T) {
	response := clienttest.Response{
		Status: 308, Body: "<html>" + strings.Repeat("x", 10_000),
		Header: map[string]string{"Content-Type": "text/html", "Location": "https://elsewhere.example/human-loops"},
	}
	err := describe(&clienttest.Exchange{Responses: []clienttest.Response{response}})
	for _, want := range []string{"308 Permanent Redirect", "text/html", "<html>xxx", "https://elsewhere.example/human-loops", "does not follow redirects"} {
		if !contains(err, want) {
			t.Errorf("error %q does not say %q", err, want)
		}
	}
	if len(err.Error()) > 1000 {
		t.Errorf("the error has %d bytes, want 1000 at most", len(err.Error()))
	}
}

func TestInternalServerExceptionReason(t *testing.T) {
	response := clienttest.Response{
		Status: 500, Header: map[string]string{"X-Amzn-Errortype": "InternalServerException"},
		Body: `{"message":"m","reason":"BEDROCK_MODEL_INVOCATION_SERVICE_UNAVAILABLE"}`,
	}
	var internal *flowtypes.InternalServerException
	if err := listExecutions(&clienttest.Exchange{Responses: []clienttest.Response{response}}); !errors.As(err, &internal) {
		t.Fatalf("got %v, want an InternalServerException", err)
	}
	if internal.Reason == nil || *internal.Reason != "BEDROCK_MODEL_INVOCATION_SERVICE_UNAVAILABLE" || internal.ErrorMessage() != "m" {
		t.Errorf("reason, message = %v, %q", internal.Reason, internal.ErrorMessage())
	}
}

// Both services share the Go types of the common errors.
var _ *a2itypes.ThrottlingException = (*flowtypes.ThrottlingException)(nil)

// No method of an exception panics on a nil pointer or an empty value.
func TestEmptyExceptions(t *testing.T) {
	for _, tc := range append(append([]errorCase{}, a2iCases...), flowCases...) {
		var api smithy.APIError
		if !errors.As(tc.want, &api) {
			t.Fatalf("%T is not an exception", tc.want)
		}
		if generic := new(smithy.GenericAPIError); errors.As(api, &generic) {
			continue
		}
		if errorCode := api.ErrorCode(); errorCode == "" || api.Error() != errorCode+": " {
			t.Errorf("%T: code %q, text %q", api, errorCode, api.Error())
		}
	}
	for _, api := range []smithy.APIError{
		(*a2itypes.ConflictException)(nil), (*a2itypes.ThrottlingException)(nil), (*flowtypes.InternalServerException)(nil),
	} {
		if api.ErrorMessage() != "" || api.ErrorCode() == "" {
			t.Errorf("%T: nil returns code %q and message %q", api, api.ErrorCode(), api.ErrorMessage())
		}
	}
}
