package awsclient_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// What a service or a proxy quotes of a request without saying what it is, an error
// does not show, wherever it stands.
func TestQuotedSecrets(t *testing.T) {
	for name, quote := range map[string]func(w http.ResponseWriter, secret string){
		"message": func(w http.ResponseWriter, secret string) {
			w.WriteHeader(http.StatusForbidden)
			_ = json.NewEncoder(w).Encode(map[string]string{"message": "we do not like " + secret})
		},
		"code": func(w http.ResponseWriter, secret string) {
			w.Header().Set("X-Amzn-Errortype", "Refused"+secret)
			w.WriteHeader(http.StatusForbidden)
		},
		"content type": func(w http.ResponseWriter, secret string) {
			w.Header().Set("Content-Type", "text/html;a="+secret)
			w.WriteHeader(http.StatusForbidden)
		},
		"location": func(w http.ResponseWriter, secret string) {
			w.Header().Set("Location", "https://login.example/?back="+secret)
			w.WriteHeader(http.StatusFound)
		},
		"error page": func(w http.ResponseWriter, secret string) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte("<html>" + secret))
		},
		"error page, at the end of what is shown": func(w http.ResponseWriter, secret string) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte("<html>" + strings.Repeat(".", 240) + secret))
		},
		"page of a success": func(w http.ResponseWriter, secret string) {
			_, _ = w.Write([]byte("<html>" + secret))
		},
	} {
		for what, of := range map[string]func(*http.Request) string{
			"signature": func(r *http.Request) string {
				_, signature, _ := strings.Cut(r.Header.Get("Authorization"), "Signature=")
				return signature
			},
			"token":         func(r *http.Request) string { return r.Header.Get("X-Amz-Security-Token") },
			"token, quoted": func(r *http.Request) string { return url.QueryEscape(r.Header.Get("X-Amz-Security-Token")) },
		} {
			t.Run(what+" in the "+name, func(t *testing.T) {
				secret := ""
				c := serve(t, func(w http.ResponseWriter, r *http.Request) {
					secret = of(r)
					quote(w, secret)
				})
				_, err := c.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")})
				if len(secret) < 16 || err == nil {
					t.Fatalf("%v, after a request with %q", err, secret)
				}
				if text := err.Error(); strings.Contains(text, secret[:16]) {
					t.Errorf("the error shows it: %s", text)
				}
			})
		}
	}
}

// An error that is kept leads to its request, but not to what proved who sent it. The
// output of a call leads to the request as it was sent.
func TestKeptRequests(t *testing.T) {
	status := http.StatusNotFound
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); _, _ = w.Write([]byte("{}")) })
	in := &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}
	_, err := c.DescribeHumanLoop(context.Background(), in)
	var response *awshttp.ResponseError
	if !errors.As(err, &response) || response.Response.Request == nil {
		t.Fatalf("got %v, want an error with the response and its request", err)
	}
	kept := response.Response.Request
	if kept.URL.Path != "/human-loops/loop" || kept.Header.Get("X-Amz-Date") == "" {
		t.Errorf("the request is %s with %v", kept.URL, kept.Header)
	}
	for _, name := range []string{"Authorization", "X-Amz-Security-Token"} {
		if kept.Header.Get(name) != "" {
			t.Errorf("the kept request has the header %s", name)
		}
	}
	status = http.StatusOK
	out, err := c.DescribeHumanLoop(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	raw, ok := awsmiddleware.GetRawResponse(out.ResultMetadata).(*smithyhttp.Response)
	if !ok || raw.Request.Header.Get("X-Amz-Security-Token") != clienttest.Credentials.SessionToken {
		t.Errorf("the output's raw response is %v", raw)
	}
}
