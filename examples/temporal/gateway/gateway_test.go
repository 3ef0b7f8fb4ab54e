package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/examples/temporal/gateway"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
	"go.temporal.io/api/serviceerror"
)

// signals records the signals that workflows get.
type signals struct {
	err error
	got []string
}

func (s *signals) SignalWorkflow(_ context.Context, workflowID, _, signalName string, arg any) error {
	event, ok := arg.(answers.StatusChangeEvent)
	if !ok {
		return errors.New("the signal has no event")
	}
	s.got = append(s.got, workflowID+" "+signalName+" "+string(event.Detail.HumanLoopStatus))
	return s.err
}

func TestGateway(t *testing.T) {
	srv := a2itest.NewServer()
	defer srv.Close()
	if _, err := srv.Start("invoice-1", srv.FlowDefinitionArn("reviews"), "{}"); err != nil {
		t.Fatal(err)
	}
	if err := srv.Complete("invoice-1"); err != nil {
		t.Fatal(err)
	}
	events, err := srv.Events()
	if err != nil {
		t.Fatal(err)
	}
	event, err := json.Marshal(events[0])
	if err != nil {
		t.Fatal(err)
	}
	signal := review.WorkflowID(srv.FlowDefinitionArn("reviews"), "invoice-1") + " " + review.SignalEnded + " Completed"
	for _, tc := range []struct {
		name   string
		method string
		body   string
		err    error // of Temporal
		status int
		want   string // the signal
	}{
		{"event", "POST", string(event), nil, 204, signal},
		{"event of a finished workflow", "POST", string(event), serviceerror.NewNotFound("workflow execution already completed"), 204, signal},
		{"Temporal is down", "POST", string(event), serviceerror.NewUnavailable("connection refused"), 503, signal},
		{"event of another source", "POST", strings.Replace(string(event), answers.EventSource, "aws.ec2", 1), nil, 204, ""},
		{"not JSON", "POST", "hello", nil, 400, ""},
		{"nothing", "POST", "", nil, 400, ""},
		{"of 256 KiB", "POST", string(event) + strings.Repeat(" ", 256<<10-len(event)), nil, 204, signal},
		{"too long", "POST", string(event) + strings.Repeat(" ", 256<<10-len(event)+1), nil, 413, ""},
		{"another method", "GET", "", nil, 405, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			temporal := &signals{err: tc.err}
			var log bytes.Buffer
			w := httptest.NewRecorder()
			(&gateway.Gateway{Temporal: temporal, Logger: slog.New(slog.NewTextHandler(&log, nil))}).ServeHTTP(w, httptest.NewRequest(tc.method, "/", strings.NewReader(tc.body)))
			if got := strings.Join(temporal.got, "\n"); w.Code != tc.status || got != tc.want {
				t.Errorf("status %d (%s), signal %q; want %d and %q", w.Code, strings.TrimSpace(w.Body.String()), got, tc.status, tc.want)
			}
			if logged, want := log.Len() > 0, tc.status != 204 && tc.status != 405; logged != want {
				t.Errorf("logged %t (%s), want %t", logged, &log, want)
			}
		})
	}
}

// A duplicate is delivered twice, which the workflow ignores.
func TestDeliverTwice(t *testing.T) {
	const event = `{"version":"0","id":"1","detail-type":"SageMaker A2I HumanLoop Status Change","source":"aws.sagemaker","detail":{
		"humanLoopName":"invoice-1","humanLoopArn":"arn:aws:sagemaker:us-east-1:123456789012:human-loop/invoice-1","humanLoopStatus":"Completed",
		"flowDefinitionArn":"arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"}}`
	temporal := &signals{}
	g := gateway.Gateway{Temporal: temporal}
	for range 2 {
		if err := g.Deliver(t.Context(), []byte(event)); err != nil {
			t.Fatal(err)
		}
	}
	if len(temporal.got) != 2 {
		t.Errorf("%d signals, want 2", len(temporal.got))
	}
	for _, body := range []string{"{}}", strings.Replace(event, "flowDefinitionArn", "other", 1)} {
		var invalid *gateway.InvalidEventError
		if err := g.Deliver(t.Context(), []byte(body)); !errors.As(err, &invalid) {
			t.Errorf("got %v for %s, want an *InvalidEventError", err, body)
		}
	}
}

var _ http.Handler = (*gateway.Gateway)(nil)
