package a2itest_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// 64 goroutines make all calls, each with its own loops and one shared loop. In the end,
// each loop has the status that its goroutine gave it.
func TestConcurrentCalls(t *testing.T) {
	const workers, rounds = 64, 3
	srv := newServer(t)
	client := newClient(srv)
	start(t, client, "shared")
	var group sync.WaitGroup
	for w := range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			for round := range rounds {
				if err := workOn(srv, client, fmt.Sprintf("w%d-r%d", w, round)); err != nil {
					t.Errorf("worker %d, round %d: %v", w, round, err)
				}
			}
		}()
	}
	group.Wait()
	seen := map[string]string{}
	in := a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(reviews), MaxResults: aws.Int32(7)}
	for {
		out, err := client.ListHumanLoops(context.Background(), &in)
		must(t, err)
		for _, s := range out.HumanLoopSummaries {
			seen[*s.HumanLoopName] = string(s.HumanLoopStatus)
		}
		if in.NextToken = out.NextToken; in.NextToken == nil {
			break
		}
	}
	if got, want := len(seen), workers*rounds*3+1; got != want {
		t.Errorf("loops: got %d, want %d", got, want)
	}
	for name, got := range seen {
		want := map[byte]string{'c': "Completed", 'f': "Failed", 's': "Stopped"}[name[len(name)-1]]
		if name == "shared" {
			want = "InProgress"
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// workOn starts four loops, ends each one in a different way and deletes the last.
func workOn(srv *a2itest.Server, client *a2iruntime.Client, prefix string) error {
	ctx := context.Background()
	for _, suffix := range []string{"-c", "-f", "-s", "-d"} {
		if _, err := client.StartHumanLoop(ctx, input(prefix+suffix)); err != nil {
			return err
		}
	}
	srv.Inject(a2itest.Fault{Operation: "StopHumanLoop", Code: "InternalServerException", After: true})
	_ = srv.Calls()
	if _, err := client.StartHumanLoop(ctx, input("shared")); err != nil {
		return err
	}
	if _, err := client.ListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(reviews)}); err != nil {
		return err
	}
	if err := srv.Complete(prefix+"-c", `{"by":"`+prefix+`"}`); err != nil {
		return err
	}
	if err := srv.Fail(prefix+"-f", "InternalError", prefix); err != nil {
		return err
	}
	if err := stop(client, prefix+"-s"); err != nil && refused(err).Code != "InternalServerException" {
		return err
	}
	if err := srv.Complete(prefix+"-d", `1`); err != nil {
		return err
	}
	if err := remove(client, prefix+"-d"); err != nil {
		return err
	}
	if got := status(client, prefix+"-d"); got != "ResourceNotFoundException" {
		return fmt.Errorf("%s-d: got %s, want ResourceNotFoundException", prefix, got)
	}
	if _, err := srv.Output(prefix + "-c"); err != nil {
		return err
	}
	_, err := describe(client, "shared")
	return err
}
