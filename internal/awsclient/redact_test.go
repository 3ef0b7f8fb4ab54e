package awsclient_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// aws-sdk-go-v2 logs a Date header that it cannot parse, whatever ClientLogMode is.
func TestInvalidDateIsNotLogged(t *testing.T) {
	for _, status := range []int{http.StatusOK, http.StatusForbidden} {
		for _, mode := range []aws.ClientLogMode{0, aws.LogResponseWithBody} {
			t.Run(fmt.Sprint(status, mode), func(t *testing.T) {
				o := observe(t, func(w http.ResponseWriter, secrets []string) {
					w.Header().Set("Date", secrets[1][:25]+" GMT")
					w.WriteHeader(status)
					_, _ = w.Write([]byte("{}")) // the client reports a failed write
				}, func(o *a2iruntime.Options) { o.ClientLogMode = mode })
				_, err := o.DescribeHumanLoop(context.Background(), loop)
				if (err == nil) != (status == http.StatusOK) {
					t.Fatal(err)
				}
				if !strings.Contains(o.log.String(), "withheld") {
					t.Errorf("the log does not say that a text is withheld:\n%s", &o.log)
				}
				o.wantNoSecrets(t, err)
			})
		}
	}
}

func TestSecretAsHeaderName(t *testing.T) {
	for i, what := range []string{"signature", "token"} {
		for _, status := range []int{http.StatusOK, http.StatusForbidden} {
			t.Run(fmt.Sprint(what, status), func(t *testing.T) {
				o := observe(t, func(w http.ResponseWriter, secrets []string) {
					w.Header().Set(strings.Map(headerName, secrets[i]), "x")
					w.Header().Set("X-Debug", "kept")
					w.WriteHeader(status)
					_, _ = w.Write([]byte("<html>")) // the client reports a failed write
				}, func(o *a2iruntime.Options) { o.Credentials = tokens("0123456789abcdefABCDEF") })
				_, err := o.DescribeHumanLoop(context.Background(), loop)
				var response *smithyhttp.ResponseError
				if !errors.As(err, &response) || response.Response.Header.Get("X-Debug") != "kept" {
					t.Errorf("got %v, want an error that keeps the other headers", err)
				}
				o.wantNoSecrets(t, err)
			})
		}
	}
}

// headerName removes the characters that are invalid in a header's name.
func headerName(r rune) rune {
	if strings.ContainsRune("/=+", r) {
		return -1
	}
	return r
}

// Each attempt can have new credentials and a new signature. Its response can still quote
// those of an earlier attempt.
func TestSecretsOfEarlierAttempts(t *testing.T) {
	for name, quote := range quotations {
		for i, what := range []string{"signature", "token"} {
			t.Run(what+" in the "+name, func(t *testing.T) {
				attempts := 0
				o := observe(t, func(w http.ResponseWriter, secrets []string) {
					if attempts++; attempts == 1 {
						w.WriteHeader(http.StatusServiceUnavailable)
						return
					}
					quote(w, secrets[i])
				}, func(o *a2iruntime.Options) {
					o.Credentials = tokens("the+first+attempts+token/of+a+session", "the+token+of+all+attempts+after+the+first")
				})
				_, err := o.DescribeHumanLoop(context.Background(), loop)
				var retried *types.CallError
				if !errors.As(err, &retried) || retried.Attempts < 2 {
					t.Fatalf("got %v, want an error after several attempts", err)
				}
				o.wantNoSecrets(t, err)
				switch code := types.ErrorCode(err); code {
				case "ConnectionError", "DeserializationError", "UnknownError":
					if !types.Retryable(err) {
						t.Errorf("ErrorCode %s is not retryable", code)
					}
				default:
					t.Errorf("got ErrorCode %s", code)
				}
				for _, earlier := range retried.Earlier {
					o.wantNoSecrets(t, earlier)
				}
			})
		}
	}
}

// Whichever signer signs a request, the value of its Authorization header is a secret.
func TestSecretsOfCustomSigners(t *testing.T) {
	const bearer = "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"
	authorize := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+bearer) }
	for by, option := range map[string]func(*a2iruntime.Options){
		"a step": a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
			return s.Deserialize.Add(middleware.DeserializeMiddlewareFunc("authorize", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
				request := in.Request.(*smithyhttp.Request).Clone()
				authorize(request.Request)
				in.Request = request
				return next.HandleDeserialize(ctx, in)
			}), middleware.After)
		}),
		"a signer": func(o *a2iruntime.Options) { o.HTTPSignerV4 = signerFunc(authorize) },
		"the HTTP client": func(o *a2iruntime.Options) {
			transport := &http.Transport{}
			t.Cleanup(transport.CloseIdleConnections)
			o.HTTPClient = &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
				r = r.Clone(r.Context())
				authorize(r)
				return transport.RoundTrip(r)
			})}
		},
	} {
		for name, quote := range quotations {
			if by == "the HTTP client" && (name == "not HTTP" || name == "a number") {
				continue // without a response, the error does not contain the sent request
			}
			t.Run(by+", "+name, func(t *testing.T) {
				o := observe(t, func(w http.ResponseWriter, secrets []string) { quote(w, secrets[0]) }, option)
				_, err := o.DescribeHumanLoop(context.Background(), loop)
				if err == nil || o.secrets[0] != bearer {
					t.Fatalf("got %v after %q was sent", err, o.secrets)
				}
				o.wantNoSecrets(t, err)
			})
		}
	}
}

type signerFunc func(*http.Request)

func (f signerFunc) SignHTTP(_ context.Context, _ aws.Credentials, r *http.Request, _, _, _ string, _ time.Time, _ ...func(*v4.SignerOptions)) error {
	f(r)
	return nil
}

// An error of a custom step can quote the response.
func TestCustomStepsQuoteResponse(t *testing.T) {
	for _, place := range []middleware.RelativePosition{middleware.Before, middleware.After} {
		for _, status := range []int{http.StatusOK, http.StatusServiceUnavailable} {
			t.Run(fmt.Sprint(place, status), func(t *testing.T) {
				o := observe(t, func(w http.ResponseWriter, secrets []string) {
					w.Header().Set("X-Debug", secrets[1])
					w.WriteHeader(status)
					_, _ = w.Write([]byte("{}")) // the client reports a failed write
				}, a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
					return s.Deserialize.Add(middleware.DeserializeMiddlewareFunc("quotes", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
						out, metadata, err := next.HandleDeserialize(ctx, in)
						if response, ok := out.RawResponse.(*smithyhttp.Response); ok {
							middleware.GetLogger(ctx).Logf(logging.Warn, "header: %v", response.Header)
							err = errors.Join(err, fmt.Errorf("unexpected header %v", response.Header))
						}
						return out, metadata, err
					}), place)
				}))
				_, err := o.DescribeHumanLoop(context.Background(), loop)
				if err == nil {
					t.Fatal("the call succeeded")
				}
				o.wantNoSecrets(t, err)
			})
		}
	}
}

// The span of a call that succeeds contains the request ID.
func TestSpanContainsRequestID(t *testing.T) {
	o := observe(t, func(w http.ResponseWriter, secrets []string) {
		w.Header().Set("X-Amzn-Requestid", secrets[1])
		_, _ = w.Write([]byte("{}")) // the client reports a failed write
	})
	out, err := o.DescribeHumanLoop(context.Background(), loop)
	if err != nil || out == nil {
		t.Fatal(err)
	}
	o.wantNoSecrets(t, nil)
}
