package faults

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

var errOwner = errors.New("the owner has changed its mind")

// When the context ends, the call ends at once: before the headers, in the body, or in
// the delay between two attempts. It returns the context's error with its cause, and the
// service's last error.
func TestContextEndsTheCall(t *testing.T) {
	head := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
	throttled := respond(429, "X-Amzn-Errortype: ThrottlingException\r\n", `{"message":"Rate exceeded"}`)
	for _, where := range []struct {
		name    string
		answers func(reached chan<- struct{}) []answer
		spoken  bool // the service had returned an error
	}{
		{name: "in the headers", answers: func(reached chan<- struct{}) []answer { return []answer{signalThen(reached, silence)} }},
		{name: "in the body", answers: func(chan<- struct{}) []answer {
			return []answer{func(s *scene, conn net.Conn, r request) bool {
				write(conn, head+"{")
				return silence(s, conn, r)
			}}
		}},
		{name: "in the backoff", answers: func(chan<- struct{}) []answer { return []answer{throttled} }, spoken: true},
		{name: "in the second attempt", answers: func(reached chan<- struct{}) []answer {
			return []answer{throttled, signalThen(reached, silence)}
		}, spoken: true},
	} {
		for _, how := range []string{"deadline", "overdue", "cancel"} {
			t.Run(how+" "+where.name, func(t *testing.T) {
				reached := make(chan struct{})
				s := newScene(t, where.answers(reached), func(o *a2iruntime.Options) {
					if where.name == "in the backoff" {
						o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
							so.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) {
								close(reached)
								return time.Hour, nil
							})
						})
					}
				})
				defer s.end()
				if where.name == "in the body" {
					s.onRead = sync.OnceFunc(func() { close(reached) })
				}
				ctx, want := endingContext(t, how, reached)
				out, err := s.describe(ctx)
				if out != nil || !errors.Is(err, want) || !errors.Is(err, errOwner) {
					t.Errorf("got %+v, %v, want %v because of %v", out, err, want, errOwner)
				}
				var throttling *types.ThrottlingException
				select {
				case <-reached:
				default: // on a busy machine, the deadline may be over before
					return
				}
				if where.spoken && !errors.As(err, &throttling) {
					t.Errorf("got %v, want the service's last error in it", err)
				}
			})
		}
	}
}

// endingContext returns a context that ends when the call has reached a point. It is
// canceled, or reports that its deadline is over, or has a real deadline, by which the
// call should have reached it.
func endingContext(t *testing.T, how string, reached <-chan struct{}) (ctx context.Context, want error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	t.Cleanup(func() { cancel(nil) })
	if how == "deadline" {
		ctx, end := context.WithDeadlineCause(ctx, time.Now().Add(300*time.Millisecond), errOwner)
		t.Cleanup(end)
		return ctx, context.DeadlineExceeded
	}
	go func() {
		<-reached
		cancel(errOwner)
	}()
	if how == "overdue" {
		return overdue{ctx}, context.DeadlineExceeded
	}
	return ctx, context.Canceled
}

// overdue is a context that reports an expired deadline when it is canceled, so a test
// need not wait.
type overdue struct{ context.Context }

func (o overdue) Err() error {
	if o.Context.Err() != nil {
		return context.DeadlineExceeded
	}
	return nil
}

// signalThen signals that a request has arrived, and answers it.
func signalThen(reached chan<- struct{}, a answer) answer {
	return func(s *scene, conn net.Conn, r request) bool {
		close(reached)
		return a(s, conn, r)
	}
}

// The read timeout ends a connection on which nothing arrives. A caller need not set a
// deadline.
func TestSilentServer(t *testing.T) {
	s := newScene(t, times(3, silence))
	defer s.end()
	_, err := s.describe(context.Background(), func(o *a2iruntime.Options) { // later calls have the default timeout
		o.HTTPClient = o.HTTPClient.(*awshttp.BuildableClient).WithReadTimeout(20 * time.Millisecond)
	})
	var timeout *awshttp.ResponseTimeoutError
	if !errors.As(err, &timeout) {
		t.Errorf("got %v, want a ResponseTimeoutError", err)
	}
	s.wantAttempts(3)
	if r := s.arrived()[0]; r.Method != http.MethodGet {
		t.Errorf("got a %s request", r.Method)
	}
}
