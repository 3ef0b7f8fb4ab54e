// Package gateway turns EventBridge events into signals of review workflows.
package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
)

// Gateway delivers events. As an http.Handler, it is the target of an EventBridge API
// destination, which sends one event as the body of a POST.
type Gateway struct {
	Temporal review.Signaler

	// Logger logs the events that ServeHTTP does not deliver. Default: none.
	Logger *slog.Logger
}

// InvalidEventError reports a body that is not an event: another delivery would not help.
type InvalidEventError struct{ Err error }

// Error says what is wrong with the body.
func (e *InvalidEventError) Error() string { return fmt.Sprintf("read the event: %v", e.Err) }

// Unwrap returns what is wrong with the body.
func (e *InvalidEventError) Unwrap() error { return e.Err }

// Deliver signals the workflow that waits for the event's loop. The body of an SQS message
// from EventBridge is such an event, too.
//
// It returns nil if there is nothing more to do: the signal was recorded, the event is of
// another kind, or no workflow waits for this loop, because it has finished or because the
// loop was started by another program. A second signal is harmless. On an
// *InvalidEventError, put the message aside. On any other error, deliver it again.
func (g *Gateway) Deliver(ctx context.Context, body []byte) error {
	event, err := answers.ParseEvent(body)
	var other *answers.OtherEventError
	switch {
	case errors.As(err, &other):
		return nil // the rule lets more through than it should
	case err != nil:
		return &InvalidEventError{err}
	case event.Detail.FlowDefinitionArn == nil: // which is in the workflow's ID
		return &InvalidEventError{errors.New("it has no flowDefinitionArn")}
	}
	return review.SignalWorkflow(ctx, g.Temporal, *event)
}

// maxEvent is the size limit of EventBridge.
const maxEvent = 256 << 10

// ServeHTTP delivers the event in the body. The status is 204 if nothing more is to be
// done, 400 for a body that is not an event, 413 for one of more than 256 KiB, and 503 if
// EventBridge should try again.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "send an event with POST", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxEvent))
	if err == nil {
		err = g.Deliver(r.Context(), body)
	}
	var tooLarge *http.MaxBytesError
	var invalid *InvalidEventError
	switch {
	case err == nil:
		w.WriteHeader(http.StatusNoContent)
		return
	case errors.As(err, &tooLarge):
		http.Error(w, fmt.Sprintf("read the event: it has more than %d bytes", maxEvent), http.StatusRequestEntityTooLarge)
	case errors.As(err, &invalid):
		http.Error(w, err.Error(), http.StatusBadRequest)
	default:
		http.Error(w, "the event was not delivered: try again", http.StatusServiceUnavailable)
	}
	if g.Logger != nil {
		g.Logger.Error("an event was not delivered", "error", err)
	}
}
