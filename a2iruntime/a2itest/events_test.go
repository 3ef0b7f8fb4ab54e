package a2itest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Each loop that ends has one event. It is the event that AWS would send, and agrees with
// DescribeHumanLoop.
func TestEvents(t *testing.T) {
	now := newClock()
	srv := newServer(t, now.at, expireInAnHour, stopInAMinute)
	client := newClient(srv)
	start(t, client, "completed", "failed", "stopped", "expired")
	now.add(time.Minute)
	must(t, srv.Complete("completed", `{"n":1}`))
	must(t, srv.Fail("failed", "ValidationError", "It cannot be read."))
	must(t, stop(client, "stopped"))
	must(t, stop(client, "stopped"))
	if events, err := srv.Events(); err != nil || len(events) != 2 {
		t.Errorf("before the loop is Stopped: got %d events (%v), want 2", len(events), err)
	}
	now.add(2 * time.Hour)
	events, err := srv.Events()
	must(t, err)
	if len(events) != 4 {
		t.Fatalf("%d events, want 4", len(events))
	}
	at := map[string]time.Duration{"completed": time.Minute, "failed": time.Minute, "stopped": 2 * time.Minute, "expired": time.Hour}
	ids := map[string]bool{}
	for _, event := range events {
		name := *event.Detail.HumanLoopName
		out, err := describe(client, name)
		must(t, err)
		if diff := cmp.Diff(out, event.HumanLoop(), cmpopts.IgnoreFields(a2iruntime.DescribeHumanLoopOutput{}, "ResultMetadata")); diff != "" {
			t.Errorf("%s (-described +event):\n%s", name, diff)
		}
		if want := began.Add(at[name]); !event.Time.Equal(want) {
			t.Errorf("%s: time %v, want %v", name, event.Time, want)
		}
		if event.Account != "123456789012" || event.Region != "us-east-1" || event.Version != "0" || len(event.Resources) != 1 || event.Resources[0] != *event.Detail.HumanLoopArn || len(event.Id) != 36 {
			t.Errorf("%s: the envelope is %+v", name, event)
		}
		ids[event.Id] = true
		text, err := json.Marshal(event)
		must(t, err)
		if read, err := answers.ParseEvent(text); err != nil || read.Key() != event.Key() {
			t.Errorf("%s: read again: %+v, %v", name, read, err)
		}
	}
	if len(ids) != 4 {
		t.Errorf("the IDs are not unique: %v", ids)
	}
	again, err := srv.Events()
	must(t, err)
	if diff := cmp.Diff(events, again); diff != "" {
		t.Errorf("second call (-first +second):\n%s", diff)
	}
}

// OnEvent is called once for each event, in order. It may use the server: events that it
// causes follow after it has returned.
func TestOnEvent(t *testing.T) {
	var srv *a2itest.Server
	var notified []string
	inside := false
	srv = newServer(t, func(o *a2itest.Options) {
		o.OnEvent = func(e answers.StatusChangeEvent) {
			if inside {
				t.Error("OnEvent was called during an OnEvent")
			}
			inside = true
			defer func() { inside = false }()
			name := *e.Detail.HumanLoopName
			notified = append(notified, name+" "+string(e.Detail.HumanLoopStatus))
			if name == "first" {
				must(t, stop(newClient(srv), "second"))
				must(t, srv.Fail("third", "InternalError", ""))
				if len(notified) != 1 {
					t.Errorf("got the events %v before OnEvent returned", notified)
				}
			}
		}
	})
	client := newClient(srv)
	start(t, client, "first", "second", "third")
	must(t, srv.Complete("first"))
	if diff := cmp.Diff([]string{"first Completed", "second Stopped", "third Failed"}, notified); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// If OnEvent panics, the next event is still sent.
func TestOnEventPanics(t *testing.T) {
	var notified []string
	srv := newServer(t, func(o *a2itest.Options) {
		o.OnEvent = func(e answers.StatusChangeEvent) {
			notified = append(notified, *e.Detail.HumanLoopName)
			if len(notified) == 1 {
				panic("the handler's mistake")
			}
		}
	})
	start(t, newClient(srv), "first", "second")
	func() {
		defer func() {
			if got := recover(); got != "the handler's mistake" {
				t.Errorf("recovered %v", got)
			}
		}()
		_ = srv.Complete("first")
	}()
	must(t, srv.Complete("second"))
	if diff := cmp.Diff([]string{"first", "second"}, notified); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// answers.Fetch can get documents from the server.
func TestGetObject(t *testing.T) {
	srv := newServer(t, newClock().at)
	client := newClient(srv)
	start(t, client, "loop")
	identity := &answers.IdentityData{IdentityProviderType: "Cognito", Issuer: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_1", Sub: "c6aa8eb7"}
	must(t, srv.Complete("loop", a2itest.Answer{Content: `{"n":1}`, WorkerId: "w-1", Identity: identity}))
	out, err := describe(client, "loop")
	must(t, err)
	uri := aws.ToString(out.HumanLoopOutput.OutputS3Uri)
	must(t, remove(client, "loop")) // the document remains, as in S3
	document, err := answers.Fetch(context.Background(), srv, uri)
	must(t, err)
	want := &answers.Document{
		FlowDefinitionArn: reviews,
		HumanLoopName:     "loop",
		HumanAnswers: []answers.HumanAnswer{{
			AnswerContent: json.RawMessage(`{"n":1}`), AcceptanceTime: &began, SubmissionTime: began,
			TimeSpentInSeconds: aws.Float64(0), WorkerId: "w-1", WorkerMetadata: &answers.WorkerMetadata{IdentityData: identity},
		}},
		InputContent: json.RawMessage(`{"total":41.5}`),
	}
	if diff := cmp.Diff(want, document); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	for name, tc := range map[string]struct {
		ctx         context.Context
		bucket, key string
		code        string
	}{
		"no such key":    {context.Background(), "a2itest-output", "reviews/output.json", "NoSuchKey"},
		"no such bucket": {context.Background(), "bucket", strings.TrimPrefix(uri, "s3://a2itest-output/"), "NoSuchBucket"},
		"ended context":  {canceled, "a2itest-output", strings.TrimPrefix(uri, "s3://a2itest-output/"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var body io.ReadCloser
			body, err := srv.GetObject(tc.ctx, tc.bucket, tc.key)
			var api smithy.APIError
			switch {
			case body != nil || err == nil:
				t.Errorf("gave %v, %v", body, err)
			case errors.As(err, &api):
				if code := api.ErrorCode(); code != tc.code {
					t.Errorf("code %s, want %s", code, tc.code)
				}
			case !errors.Is(err, context.Canceled):
				t.Errorf("error %v, want the context's error", err)
			}
		})
	}
}

// A server that does not listen works as a handler in another server.
func TestUnstartedServer(t *testing.T) {
	srv := a2itest.NewUnstartedServer()
	defer srv.Close()
	if srv.Err() != nil || srv.URL() != "" {
		t.Errorf("Err() = %v and URL %q, want neither", srv.Err(), srv.URL())
	}
	if _, err := a2iruntime.NewFromConfig(srv.Config()).DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("a")}); err == nil || !strings.Contains(err.Error(), "does not listen") {
		t.Errorf("a call with its Config gave %v", err)
	}
	if _, err := srv.Start("loop", "reviews", `1`); err != nil {
		t.Error(err)
	}
	if loops, err := srv.Loops(types.HumanLoopStatusInProgress); err != nil || len(loops) != 1 {
		t.Errorf("Loops gave %v, %v", loops, err)
	}
	if loops, err := srv.Loops(types.HumanLoopStatusFailed, types.HumanLoopStatusStopped); err != nil || len(loops) != 0 {
		t.Errorf("Loops of others gave %v, %v", loops, err)
	}
	if _, err := srv.Loop("nobody"); err == nil || err.Error() != "a2itest: ResourceNotFoundException: Human loop nobody does not exist." {
		t.Errorf("Loop that does not exist: got %v", err)
	}
	broken := a2itest.NewUnstartedServer(func(o *a2itest.Options) { o.Region = "x@evil" })
	if err := broken.Err(); err == nil || !strings.Contains(err.Error(), "Options.Region") {
		t.Errorf("Err() of broken options = %v", err)
	}
}
