package a2itest_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// disk is a Storage that a test can inspect and break.
type disk struct {
	mu      sync.Mutex
	saved   a2itest.Change
	saves   int
	broken  error
	loadErr error
	panics  any           // the value that Load panics with, if not nil
	gate    chan struct{} // saves wait for it, if not nil
}

func (d *disk) keeps(o *a2itest.Options) { o.Storage = d }

func (d *disk) Load() (a2itest.Change, error) {
	if d.panics != nil {
		panic(d.panics)
	}
	return d.saved, d.loadErr
}

func (d *disk) Save(c a2itest.Change) error {
	if d.gate != nil {
		<-d.gate
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken != nil {
		return d.broken
	}
	if d.saved.Loops == nil {
		d.saved = a2itest.Change{Loops: map[string]*a2itest.Loop{}, Outputs: map[string][]byte{}}
	}
	maps.Copy(d.saved.Loops, c.Loops)
	maps.DeleteFunc(d.saved.Loops, func(_ string, l *a2itest.Loop) bool { return l == nil })
	maps.Copy(d.saved.Outputs, c.Outputs)
	d.saves++
	return nil
}

// A server that loads another server's storage continues the same service: its loops,
// page tokens, output documents and events.
func TestRestart(t *testing.T) {
	d, now := new(disk), newClock()
	options := []func(*a2itest.Options){d.keeps, now.at, stopInAMinute, func(o *a2itest.Options) { o.DeletingFor = time.Hour }}
	first := newServer(t, options...)
	client := newClient(first)
	start(t, client, "completed", "failed", "stopped", "stopping", "deleted", "deleting", "open-1", "open-2")
	now.add(time.Second)
	start(t, client, "late")
	must(t, first.Fail("failed", "InternalError", "out of order"))
	now.add(time.Second)
	must(t, first.Complete("completed", `{"n":1}`)) // starts before the restart, ends after it
	must(t, first.Complete("deleted", `{"n":2}`))
	must(t, stop(client, "stopped"))
	must(t, first.Fail("deleting", "Expired", ""))
	deletedURI := aws.ToString(mustDescribe(t, client, "deleted").HumanLoopOutput.OutputS3Uri)
	must(t, remove(client, "deleted"))
	now.add(time.Hour)
	must(t, remove(client, "deleting"))
	must(t, stop(client, "stopping"))
	if got := status(client, "deleted"); got != "ResourceNotFoundException" {
		t.Fatalf("deleted: got %s", got)
	}
	page, err := client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(reviews), MaxResults: aws.Int32(3)})
	must(t, err)
	before, err := first.Loops()
	must(t, err)
	events, err := first.Events()
	must(t, err)
	first.Close()

	second := newServer(t, options...)
	client = newClient(second)
	after, err := second.Loops()
	must(t, err)
	if diff := cmp.Diff(before, after, cmpopts.EquateEmpty()); diff != "" || len(after) != 8 {
		t.Errorf("%d loops (-before +after):\n%s", len(after), diff)
	}
	rest, err := client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(reviews), NextToken: page.NextToken, MaxResults: aws.Int32(100)})
	must(t, err)
	var listed []string
	for _, s := range append(page.HumanLoopSummaries, rest.HumanLoopSummaries...) {
		listed = append(listed, *s.HumanLoopName)
	}
	if got, want := strings.Join(listed, " "), "late open-2 open-1 deleting stopping stopped failed completed"; got != want {
		t.Errorf("list continued after the restart: got %s, want %s", got, want)
	}
	again, err := second.Events()
	must(t, err)
	// The events of deleted loops are not loaded. The event of a Stopped loop is due now.
	saved := events[:0]
	for _, e := range events {
		if name := *e.Detail.HumanLoopName; name != "deleted" && name != "deleting" {
			saved = append(saved, e)
		}
	}
	if diff := cmp.Diff(saved, again); diff != "" {
		t.Errorf("events (-before +after):\n%s", diff)
	}
	if document, err := second.Output("completed"); err != nil || !strings.Contains(string(document), `"n":1`) {
		t.Errorf("output after the restart: %s, %v", document, err)
	}
	if body, err := second.GetObject(context.Background(), "a2itest-output", strings.TrimPrefix(deletedURI, "s3://a2itest-output/")); err != nil {
		t.Errorf("the output document of a deleted loop: %v", err)
	} else {
		must(t, body.Close())
	}
	start(t, client, "new") // listed after all others of the same millisecond
	if l, err := second.Loop("new"); err != nil || l.Sequence != 10 {
		t.Errorf("a new loop: %+v, %v; want sequence 10", l, err)
	}
	now.add(2 * time.Hour)
	for name, want := range map[string]string{"stopping": "Stopped", "deleting": "ResourceNotFoundException", "open-1": "InProgress"} {
		if got := status(client, name); got != want {
			t.Errorf("%s later: got %s, want %s", name, got, want)
		}
	}
}

func mustDescribe(t *testing.T, client *a2iruntime.Client, name string) *a2iruntime.DescribeHumanLoopOutput {
	t.Helper()
	out, err := describe(client, name)
	must(t, err)
	return out
}

// A start that cannot be saved is not acknowledged, and neither is a later call that
// depends on it. It is saved with the next change.
func TestStartIsNotSaved(t *testing.T) {
	d := new(disk)
	srv := newServer(t, d.keeps)
	client := newClient(srv)
	start(t, client, "before")
	d.broken = errors.New("no space left on device")
	_, err := client.StartHumanLoop(context.Background(), input("loop"))
	if r := refused(err); r.Code != "InternalServerException" || r.Status != 500 || !strings.Contains(r.Message, "no space left on device") {
		t.Errorf("start: got %+v, want an InternalServerException that says why", r)
	}
	if got := status(client, "loop"); got != "InternalServerException" {
		t.Errorf("describe a loop that is not saved: got %s, want InternalServerException", got)
	}
	if err := srv.Complete("loop", `1`); !errors.Is(err, d.broken) {
		t.Errorf("complete: got %v, want %v", err, d.broken)
	}
	d.broken = nil
	start(t, client, "after")
	for name, want := range map[string]types.HumanLoopStatus{"before": "InProgress", "loop": "Completed", "after": "InProgress"} {
		if saved := d.saved.Loops[name]; saved == nil || saved.HumanLoopStatus != want {
			t.Errorf("saved loop %s: got %+v, want %s", name, saved, want)
		}
	}
	if got := len(d.saved.Outputs); got != 1 {
		t.Errorf("%d output documents are saved, want 1", got)
	}
}

// A hundred concurrent starts take a few saves, not a hundred. None is acknowledged
// before its loop is saved.
func TestStartsAtOnceAreSavedTogether(t *testing.T) {
	const starts = 100
	d := &disk{gate: make(chan struct{})}
	srv := newServer(t, d.keeps)
	var group sync.WaitGroup
	for i := range starts {
		group.Add(1)
		go func() {
			defer group.Done()
			name := fmt.Sprintf("loop-%d", i)
			if _, err := srv.Start(name, "reviews", `1`); err != nil {
				t.Error(err)
			}
			d.mu.Lock()
			defer d.mu.Unlock()
			if d.saved.Loops[name] == nil {
				t.Errorf("%s was acknowledged before it was saved", name)
			}
		}()
	}
	d.gate <- struct{}{} // ends the first save; the next one contains all waiting starts
	done := make(chan struct{})
	go func() {
		for {
			select {
			case d.gate <- struct{}{}:
			case <-done:
				return
			}
		}
	}()
	group.Wait()
	close(done)
	t.Logf("%d starts, %d saves", starts, d.saves)
	if len(d.saved.Loops) != starts {
		t.Errorf("%d loops are saved, want %d", len(d.saved.Loops), starts)
	}
}

// If the storage cannot be loaded, Err and every call return the error, and nothing is
// saved.
func TestLoadFails(t *testing.T) {
	broken := errors.New("bad block")
	loop := func(change func(*a2itest.Loop)) *disk {
		l := &a2itest.Loop{HumanLoopName: "a", FlowDefinitionArn: reviews, Sequence: 1, HumanLoopStatus: "InProgress"}
		change(l)
		return &disk{saved: a2itest.Change{Loops: map[string]*a2itest.Loop{"a": l}}}
	}
	for name, tc := range map[string]struct {
		disk *disk
		want string
	}{
		"panic":        {&disk{panics: "boom"}, "a2itest: load the loops: Storage.Load panicked: boom"},
		"error":        {&disk{loadErr: broken}, "a2itest: load the loops: bad block"},
		"another name": {loop(func(l *a2itest.Loop) { l.HumanLoopName = "b" }), `the loop saved as "a" is not valid`},
		"no flow":      {loop(func(l *a2itest.Loop) { l.FlowDefinitionArn = "" }), `the loop saved as "a" is not valid`},
		"no sequence":  {loop(func(l *a2itest.Loop) { l.Sequence = 0 }), `the loop saved as "a" is not valid`},
		"no status":    {loop(func(l *a2itest.Loop) { l.HumanLoopStatus = "" }), `the loop saved as "a" is not valid`},
	} {
		t.Run(name, func(t *testing.T) {
			srv := a2itest.NewServer(tc.disk.keeps)
			defer srv.Close()
			if err := srv.Err(); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("Err() = %v, want %s", err, tc.want)
			}
			if _, err := srv.Start("b", "reviews", `1`); err == nil || !strings.Contains(err.Error(), tc.want) || tc.disk.saves > 0 {
				t.Errorf("Start: error %v, %d saves; want %s, and no save", err, tc.disk.saves, tc.want)
			}
		})
	}
}
