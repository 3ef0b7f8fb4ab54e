package a2itest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// A flow definition is named by its name or ARN. Any other string is an error.
func TestFlowDefinitions(t *testing.T) {
	const prefix = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/"
	const neither = "is neither the name of a flow definition, 1 to 63 lower-case letters, digits and hyphens, nor an ARN"
	const absent = "does not exist in this account and Region"
	name63 := "a" + strings.Repeat("-", 61) + "z"
	for _, tt := range []struct {
		name, nameOrARN, arn string
		start                string // in the error of Start; "" if it succeeds
		call                 string // in the error of a client's StartHumanLoop
	}{
		{"name", "reviews", reviews, "", ""},
		{"ARN", reviews, reviews, "", ""},
		{"longest name", name63, prefix + name63, "", ""},
		{"too long a name", name63 + "z", name63 + "z", neither, "does not match the pattern"},
		{"capitals", "Reviews", "Reviews", neither, "does not match the pattern"},
		{"empty", "", "", neither, "does not match the pattern"},
		{"slash", "a/b", "a/b", neither, "does not match the pattern"},
		{"ARN of a loop", "arn:aws:sagemaker:us-east-1:123456789012:human-loop/a", "arn:aws:sagemaker:us-east-1:123456789012:human-loop/a", neither, "does not match the pattern"},
		{"ARN of another account", strings.Replace(reviews, "1234", "9999", 1), strings.Replace(reviews, "1234", "9999", 1), absent, absent},
		{"ARN of another Region", strings.Replace(reviews, "us-east-1", "eu-west-1", 1), strings.Replace(reviews, "us-east-1", "eu-west-1", 1), absent, absent},
		{"ARN in an ARN", prefix + reviews, prefix + reviews, absent, absent},
		{"ARN without a name", prefix, prefix, absent, absent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t)
			if got := srv.FlowDefinitionArn(tt.nameOrARN); got != tt.arn {
				t.Errorf("FlowDefinitionArn(%q) = %q, want %q", tt.nameOrARN, got, tt.arn)
			}
			_, err := srv.Start("started", tt.nameOrARN, `{}`)
			wantText(t, "Start", err, tt.start)
			_, err = srv.Start("started-by-arn", srv.FlowDefinitionArn(tt.nameOrARN), `{}`)
			wantText(t, "Start of FlowDefinitionArn", err, tt.start)
			in := input("called")
			in.FlowDefinitionArn = aws.String(srv.FlowDefinitionArn(tt.nameOrARN))
			_, err = newClient(srv).StartHumanLoop(context.Background(), in)
			wantText(t, "StartHumanLoop", err, tt.call)
			_, err = newClient(srv, skipInputValidation).ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: in.FlowDefinitionArn})
			if (err == nil) != (tt.call == "") {
				t.Errorf("ListHumanLoops: %v", err)
			}
			wantLoops := 3
			if tt.call != "" {
				wantLoops = 0
			}
			if loops, err := srv.Loops(); err != nil || len(loops) != wantLoops {
				t.Errorf("%d loops (%v), want %d", len(loops), err, wantLoops)
			}
			for _, e := range []string{tt.nameOrARN, tt.arn} {
				if srv := a2itest.NewUnstartedServer(func(o *a2itest.Options) { o.FlowDefinitions = []string{e} }); (srv.Err() == nil) != (tt.call == "") {
					t.Errorf("Options.FlowDefinitions of %q: Err() = %v", e, srv.Err())
				}
			}
		})
	}
}

func wantText(t *testing.T, what string, err error, text string) {
	t.Helper()
	if text == "" && err != nil || text != "" && (err == nil || !strings.Contains(err.Error(), text)) {
		t.Errorf("%s: error %v, want one that says %q", what, err, text)
	}
}

// Options.FlowDefinitions may contain names and ARNs. Other flow definitions do not
// exist.
func TestFlowDefinitionsOption(t *testing.T) {
	srv := newServer(t, func(o *a2itest.Options) { o.FlowDefinitions = []string{"reviews", audits} })
	for flow, want := range map[string]string{"reviews": "", reviews: "", "audits": "", audits: "", "others": "does not exist"} {
		_, err := srv.Start("loop", flow, `{}`)
		wantText(t, flow, err, want)
		must(t, forget(srv, "loop"))
	}
}

// forget deletes a loop if it exists.
func forget(srv *a2itest.Server, name string) error {
	if srv.Fail(name, "Expired", "") == nil {
		return remove(newClient(srv), name)
	}
	return nil // the loop does not exist
}
