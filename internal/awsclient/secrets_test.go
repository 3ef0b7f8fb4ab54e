package awsclient_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/middleware"
)

// A service or proxy may quote a part of the request anywhere in its response, without a
// name. The error must not show it.
func TestQuotedSecrets(t *testing.T) {
	for name, quote := range map[string]func(w http.ResponseWriter, secret string){
		"message": func(w http.ResponseWriter, secret string) {
			w.WriteHeader(http.StatusForbidden)
			_ = json.NewEncoder(w).Encode(map[string]string{"message": "we do not like " + secret})
		},
		"request ID": func(w http.ResponseWriter, secret string) {
			w.Header().Set("X-Amzn-Requestid", secret)
			w.WriteHeader(http.StatusForbidden)
		},
		"member of an output": func(w http.ResponseWriter, secret string) {
			_ = json.NewEncoder(w).Encode(map[string]string{"CreationTime": secret})
		},
		"error page, at the truncation": func(w http.ResponseWriter, secret string) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(strings.Repeat(".", 256-17) + secret))
		},
		"body, at the truncation in a log": func(w http.ResponseWriter, secret string) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(strings.Repeat(".", 64<<10-17) + secret))
		},
		"body in two writes": func(w http.ResponseWriter, secret string) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"message":"` + secret[:len(secret)/2]))
			w.(http.Flusher).Flush()
			_, _ = w.Write([]byte(secret[len(secret)/2:] + `"}`))
		},
		"error page over the limit": func(w http.ResponseWriter, secret string) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(strings.Repeat(secret, 1+1<<14/len(secret))))
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
			_, _ = w.Write([]byte("<html>" + strings.Repeat(".", 220) + secret))
		},
		"HTML with status 200": func(w http.ResponseWriter, secret string) {
			_, _ = w.Write([]byte("<html>" + secret))
		},
	} {
		for how, part := range map[string]func(secret string) string{
			"whole":              func(secret string) string { return secret },
			"without first byte": func(secret string) string { return secret[1:] },
			"second half":        func(secret string) string { return secret[len(secret)/2:] },
			"middle":             func(secret string) string { return secret[7:24] },
			"escaped":            url.QueryEscape,
			"escaped half":       func(secret string) string { return url.QueryEscape(secret[len(secret)/2:]) },
		} {
			for i, what := range []string{"signature", "token"} {
				t.Run(fmt.Sprint(what, ", ", how, " in the ", name), func(t *testing.T) {
					o := observe(t, func(w http.ResponseWriter, secrets []string) { quote(w, part(secrets[i])) }, func(o *a2iruntime.Options) {
						o.Credentials = tokens("IQoJb3JpZ2luX2Vj/EXAMPLE+token=of/a+session==")
					})
					_, err := o.DescribeHumanLoop(context.Background(), loop)
					if err == nil {
						t.Fatal("the call succeeded")
					}
					o.wantNoSecrets(t, err)
				})
			}
		}
	}
}

// An error contains its request, but no credential, not even in unexported fields. The
// sent request must not change, because net/http may still be writing it.
func TestErrorsRetainNoSecrets(t *testing.T) {
	var sent []*http.Request
	for name, respond := range map[string]http.HandlerFunc{
		"an error": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte("{}"))
		},
		"a success that is not JSON": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"an error that quotes the request": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Debug", r.Header.Get("X-Amz-Security-Token"))
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(r.Header.Get("Authorization")))
		},
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Has("again") {
				w.WriteHeader(http.StatusNotFound)
				return
			}
			http.Redirect(w, r, r.URL.Path+"?again", http.StatusFound)
		},
		"an error that quotes it in the body only": func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\n%s %s\r\n\r\n", r.Header.Get("X-Amz-Security-Token"), r.Header.Get("Authorization"))
		},
		"no response": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		for _, follows := range []bool{false, true} {
			t.Run(fmt.Sprint(name, ", redirects are followed: ", follows), func(t *testing.T) {
				sent = nil
				transport := &http.Transport{}
				defer transport.CloseIdleConnections()
				httpClient := &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
					sent = append(sent, r)
					return transport.RoundTrip(r)
				})}
				if !follows {
					httpClient.CheckRedirect = func(*http.Request, []*http.Request) error { return errors.New("no redirects") }
				}
				c := serve(t, respond, func(o *a2iruntime.Options) { o.HTTPClient, o.Credentials = httpClient, static{clienttest.Credentials} })
				_, err := c.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")})
				if err == nil {
					t.Fatal("the call succeeded")
				}
				_, signature, _ := strings.Cut(sent[0].Header.Get("Authorization"), "Signature=")
				if len(signature) != 64 {
					t.Fatalf("the sent request lost its signature: %v", sent[0].Header)
				}
				for what, secret := range map[string]string{"key": clienttest.Credentials.SecretAccessKey, "token": clienttest.Credentials.SessionToken, "signature": signature} {
					if path := find(reflect.ValueOf(err), secret, map[any]bool{}); path != "" {
						t.Errorf("the %s is at err%s", what, path)
					}
				}
				var response *awshttp.ResponseError
				if !errors.As(err, &response) {
					t.Fatalf("got %v, want a ResponseError", err)
				}
				if request := response.Response.Request; name != "no response" && name != "an error that quotes it in the body only" && (request == nil || request.URL.Path != "/human-loops/loop") {
					t.Errorf("got the request %v in the error, want the sent one", request)
				}
			})
		}
	}
}

// A response's headers may belong to the HTTP client, so they are not modified. An error
// of a step after the deserializer contains no credential either.
func TestResponseHeadersAreNotModified(t *testing.T) {
	header := http.Header{"X-Debug": {clienttest.Credentials.SessionToken}, "Date": {clienttest.Credentials.SessionToken}}
	for _, status := range []int{http.StatusOK, http.StatusForbidden} {
		c := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider,
			HTTPClient: clienttest.DoFunc(func(r *http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
			}),
			APIOptions: []func(*middleware.Stack) error{func(s *middleware.Stack) error {
				return s.Deserialize.Insert(middleware.DeserializeMiddlewareFunc("fails", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
					out, metadata, err := next.HandleDeserialize(ctx, in)
					if err == nil {
						err = errors.New("failed")
					}
					return out, metadata, err
				}), "OperationDeserializer", middleware.Before)
			}}})
		_, err := c.DescribeHumanLoop(context.Background(), loop)
		if err == nil {
			t.Fatal("the call succeeded")
		}
		if path := find(reflect.ValueOf(err), clienttest.Credentials.SessionToken, map[any]bool{}); path != "" {
			t.Errorf("%d: the token is at err%s", status, path)
		}
		if header.Get("X-Debug") != clienttest.Credentials.SessionToken || header.Get("Date") != clienttest.Credentials.SessionToken {
			t.Errorf("%d: the HTTP client's header changed to %v", status, header)
		}
	}
}
