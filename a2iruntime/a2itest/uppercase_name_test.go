package a2itest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

// With AllowUpperCaseLoopNames, a loop with upper-case letters in its name can be
// started, described, completed, stopped, listed and deleted.
func TestUpperCaseLoopNames(t *testing.T) {
	const name = "Loop-Review-1613668909838"
	srv := newServer(t, func(o *a2itest.Options) { o.AllowUpperCaseLoopNames = true })
	client := newClient(srv, skipInputValidation)
	_, err := client.StartHumanLoop(context.Background(), input(name))
	must(t, err)
	_, err = srv.Start("A", "reviews", `{}`)
	must(t, err)
	_, err = srv.Start("a", "reviews", `{}`)
	must(t, err)
	must(t, srv.Complete(name, `1`))
	out, err := describe(client, name)
	must(t, err)
	if _, err := answers.Fetch(context.Background(), srv, outputOf(out)); err != nil {
		t.Error(err)
	}
	must(t, stop(client, "A"))
	for name, want := range map[string]string{name: "Completed", "A": "Stopped", "a": "InProgress", strings.ToLower(name): "ResourceNotFoundException"} {
		if got := status(client, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	page, err := client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(reviews)})
	if err != nil || len(page.HumanLoopSummaries) != 3 {
		t.Errorf("listed: %v, %v, want 3 loops", page, err)
	}
	must(t, remove(client, name))
	if got := status(client, name); got != "ResourceNotFoundException" {
		t.Errorf("after the delete: got %s", got)
	}
}

// The option allows no other names. Without it, the documented pattern applies.
func TestInvalidLoopNames(t *testing.T) {
	const length = "Member must have length less than or equal to 63"
	for _, tt := range []struct {
		name  string
		allow bool
		want  []string
	}{
		{"Loop", false, []string{namePattern}},
		{"-Loop", true, []string{namePattern}},
		{"Loop_1", true, []string{namePattern}},
		{"\u212aelvin", true, []string{namePattern}}, // the Kelvin sign, whose lower case is k
		{"É", true, []string{namePattern}},
		{strings.Repeat("A", 63), true, nil},
		{strings.Repeat("A", 64), true, []string{length}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t, func(o *a2itest.Options) { o.AllowUpperCaseLoopNames = tt.allow })
			client := newClient(srv, skipInputValidation)
			for call, do := range map[string]func() error{
				"start": func() error {
					_, err := client.StartHumanLoop(context.Background(), input(tt.name))
					return err
				},
				"describe": func() error { _, err := describe(client, tt.name); return err },
				"stop":     func() error { return stop(client, tt.name) },
				"delete":   func() error { return remove(client, tt.name) },
				"Start":    func() error { _, err := srv.Start(tt.name, "reviews", `{"total": 41.5}`); return err },
			} {
				got := refused(do())
				if tt.want == nil {
					if got.Code == "ValidationException" && strings.Contains(got.Message, "constraint") {
						t.Errorf("%s: %+v, want no ValidationException for the name", call, got)
					}
					continue
				}
				want := broken("humanLoopName", tt.name, tt.want...)
				if call == "Start" {
					want.Status = 0 // no response
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", call, diff)
				}
			}
		})
	}
}
