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

// What a service or a proxy quotes of a request without saying what it is, an error
// does not show, wherever it stands.
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
		"member of a success": func(w http.ResponseWriter, secret string) {
			_ = json.NewEncoder(w).Encode(map[string]string{"CreationTime": secret})
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

// An error that is kept leads to its request, but to nothing that proves who sent it:
// whatever is looked into. The request that was sent stays as it was, since net/http may
// still be writing it.
func TestKeptErrors(t *testing.T) {
	var sent []*http.Request
	for name, answer := range map[string]http.HandlerFunc{
		"an error": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte("{}"))
		},
		"a success that is none": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"one that quotes": func(w http.ResponseWriter, r *http.Request) {
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
		"one that quotes in no header": func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\n%s %s\r\n\r\n", r.Header.Get("X-Amz-Security-Token"), r.Header.Get("Authorization"))
		},
		"no answer": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
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
				c := serve(t, answer, func(o *a2iruntime.Options) { o.HTTPClient, o.Credentials = httpClient, static{clienttest.Credentials} })
				_, err := c.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")})
				if err == nil {
					t.Fatal("the call succeeded")
				}
				_, signature, _ := strings.Cut(sent[0].Header.Get("Authorization"), "Signature=")
				if len(signature) != 64 {
					t.Fatalf("the request that was sent has lost its signature: %v", sent[0].Header)
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
				if kept := response.Response.Request; name != "no answer" && name != "one that quotes in no header" && (kept == nil || kept.URL.Path != "/human-loops/loop") {
					t.Errorf("the error does not lead to its request, but to %v", kept)
				}
			})
		}
	}
}

// The header of a response may be the HTTP client's own: it is not written to. Nor does
// the error of a step after the deserializer keep what the request proved.
func TestHeadersOfOthers(t *testing.T) {
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
			t.Errorf("%d: the HTTP client's header has become %v", status, header)
		}
	}
}

// find is where in a value a text is, "" where it is nowhere.
func find(v reflect.Value, text string, seen map[any]bool) string {
	switch v.Kind() {
	case reflect.String:
		if strings.Contains(v.String(), text) {
			return fmt.Sprintf(" = %q", v.String())
		}
	case reflect.Pointer:
		if at := [2]any{v.Pointer(), v.Type()}; !v.IsNil() && !seen[at] {
			seen[at] = true
			return find(v.Elem(), text, seen)
		}
	case reflect.Interface:
		return find(v.Elem(), text, seen)
	case reflect.Struct:
		for i := range v.NumField() {
			if path := find(v.Field(i), text, seen); path != "" {
				return "." + v.Type().Field(i).Name + path
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if path := find(key, text, seen) + find(v.MapIndex(key), text, seen); path != "" {
				return fmt.Sprintf("[%v]%s", key, path)
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
			if strings.Contains(string(v.Bytes()), text) {
				return " as bytes"
			}
			return ""
		}
		for i := range v.Len() {
			if path := find(v.Index(i), text, seen); path != "" {
				return fmt.Sprintf("[%d]%s", i, path)
			}
		}
	}
	return ""
}

// static is a provider that can be looked into.
type static struct{ credentials aws.Credentials }

func (s static) Retrieve(context.Context) (aws.Credentials, error) { return s.credentials, nil }

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
