package awsclient_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/smithy-go/middleware"
)

type failingBody struct{ err error }

func (b failingBody) Read([]byte) (int, error) { return 0, b.err }

// A truncated body is retried even if the error quotes a secret and is withheld.
func TestRetryAfterBodyErrorWithSecret(t *testing.T) {
	attempts := 0
	c := newClient(clienttest.DoFunc(func(r *http.Request) (*http.Response, error) {
		body := io.Reader(strings.NewReader("{}"))
		if attempts++; attempts == 1 {
			body = failingBody{errors.New("the proxy closed the connection of " + r.Header.Get("X-Amz-Security-Token"))}
		}
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(body), Request: r}, nil
	}), retryWithoutDelay)
	if _, err := c.DescribeHumanLoop(context.Background(), loop); err != nil || attempts != 2 {
		t.Errorf("got %d attempts and error %v, want 2 and no error", attempts, err)
	}
}

// A custom step can quote a token in the error of any attempt, not only of the last one.
func TestSecretsInCustomStepErrors(t *testing.T) {
	token := clienttest.Credentials.SessionToken
	for _, tc := range []struct {
		name string
		last func(end context.CancelFunc) error
	}{
		{"another attempt follows", func(context.CancelFunc) error { return errors.New("the last attempt") }},
		{"the context ends", func(end context.CancelFunc) error { end(); return context.Canceled }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ctx, end := context.WithCancel(context.Background())
			defer end()
			attempts := 0
			c := newClient(&clienttest.Exchange{Responses: []clienttest.Response{{Status: 503}}}, retryWithoutDelay, a2iruntime.WithAPIOptions(func(s *middleware.Stack) error {
				return s.Deserialize.Add(middleware.DeserializeMiddlewareFunc("quote", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
					out, metadata, err := next.HandleDeserialize(ctx, in)
					if attempts++; attempts == 2 {
						return out, metadata, tc.last(end)
					}
					return out, metadata, fmt.Errorf("sent with %s: %w", token, err)
				}), middleware.Before)
			}))
			_, err := c.DescribeHumanLoop(ctx, loop)
			var call *types.CallError
			if !errors.As(err, &call) || attempts != 2 || len(call.Earlier) != 1 {
				t.Fatalf("%d attempts, got %v", attempts, err)
			}
			for _, err := range append(call.Earlier, err) {
				if strings.Contains(err.Error(), token) {
					t.Errorf("the error quotes the token: %v", err)
				}
			}
		})
	}
}
