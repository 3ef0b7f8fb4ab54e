package flowstest_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

const executionArn = flowArn + "/alias/TSTALIASID/execution/run-1"

// The listed execution in each status.
func TestExecutionLifecycle(t *testing.T) {
	type status = types.FlowExecutionStatus
	finish := func(s status) func(*testing.T, *flowstest.Server, *clock) {
		return func(t *testing.T, srv *flowstest.Server, now *clock) {
			now.add(90 * time.Second)
			must(t, srv.Finish(executionArn, s))
		}
	}
	wait := func(d time.Duration) func(*testing.T, *flowstest.Server, *clock) {
		return func(_ *testing.T, _ *flowstest.Server, now *clock) { now.add(d) }
	}
	soon := aws.Time(began.Add(90 * time.Second))
	tests := []struct {
		name    string
		act     func(*testing.T, *flowstest.Server, *clock)
		want    status
		endedAt *time.Time
	}{
		{"running", wait(0), types.FlowExecutionStatusRunning, nil},
		{"succeeded", finish(types.FlowExecutionStatusSucceeded), types.FlowExecutionStatusSucceeded, soon},
		{"failed", finish(types.FlowExecutionStatusFailed), types.FlowExecutionStatusFailed, soon},
		{"aborted", finish(types.FlowExecutionStatusAborted), types.FlowExecutionStatusAborted, soon},
		{"timed out by Finish", finish(types.FlowExecutionStatusTimedOut), types.FlowExecutionStatusTimedOut, soon},
		{"a millisecond before 24 hours", wait(24*time.Hour - time.Millisecond), types.FlowExecutionStatusRunning, nil},
		{"after 24 hours", wait(24 * time.Hour), types.FlowExecutionStatusTimedOut, aws.Time(began.Add(24 * time.Hour))},
		{"seen only after a week", wait(7 * 24 * time.Hour), types.FlowExecutionStatusTimedOut, aws.Time(began.Add(24 * time.Hour))},
		{"succeeded in time", func(t *testing.T, srv *flowstest.Server, now *clock) {
			finish(types.FlowExecutionStatusSucceeded)(t, srv, now)
			now.add(48 * time.Hour)
		}, types.FlowExecutionStatusSucceeded, soon},
	}
	for _, tt := range tests {
		for _, epoch := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, EpochTimestamps %t", tt.name, epoch), func(t *testing.T) {
				now := newClock()
				srv := newServer(t, now.at, func(o *flowstest.Options) { o.EpochTimestamps = epoch })
				arn, err := srv.Start(flowstest.Execution{Flow: flow, Name: "run-1"})
				must(t, err)
				if arn != executionArn {
					t.Errorf("ARN: got %s, want %s", arn, executionArn)
				}
				tt.act(t, srv, now)
				out, err := list(newClient(srv), flow)
				must(t, err)
				want := []types.FlowExecutionSummary{{
					CreatedAt:           &began,
					EndedAt:             tt.endedAt,
					ExecutionArn:        aws.String(executionArn),
					FlowAliasIdentifier: aws.String("TSTALIASID"),
					FlowIdentifier:      aws.String(flow),
					FlowVersion:         aws.String("DRAFT"),
					Status:              tt.want,
				}}
				if diff := cmp.Diff(want, out.FlowExecutionSummaries); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestStartInputs(t *testing.T) {
	only := func(o *flowstest.Options) { o.Flows = []string{flow} }
	version := func(v string) flowstest.Execution { return flowstest.Execution{Flow: flow, Version: v} }
	badVersion := func(v string) string {
		return `flowstest: Version "` + v + `" must be DRAFT or a number of at most 5 digits`
	}
	badFlow := func(f string) string {
		return `flowstest: Flow "` + f + `" must be 10 letters and digits, or the ARN of a flow of this account and Region`
	}
	badAlias := func(a string) string {
		return `flowstest: Alias "` + a + `" must be 10 letters and digits, or the ARN of an alias of the flow FLOW123456`
	}
	elsewhere := strings.Replace(flowArn, "us-east-1", "eu-west-1", 1)
	otherAlias := strings.Replace(flowArn, flow, otherFlow, 1) + "/alias/ALIAS12345"
	name := func(n string) flowstest.Execution { return flowstest.Execution{Flow: flow, Name: n} }
	badName := func(n string) string {
		return `flowstest: Name "` + n + `" must be 1 to 36 letters, digits and hyphens`
	}
	name36 := strings.Repeat("aZ0-", 9)
	tests := []struct {
		name  string
		input flowstest.Execution
		want  string // in the error
	}{
		{"all members", flowstest.Execution{Flow: flow, Alias: "ALIAS12345", Version: "7", Name: "x"}, ""},
		{"flow only", flowstest.Execution{Flow: flow}, ""},
		{"no flow", flowstest.Execution{}, badFlow("")},
		{"flow of 9", flowstest.Execution{Flow: flow[:9]}, badFlow("FLOW12345")},
		{"flow of 11", flowstest.Execution{Flow: flow + "7"}, badFlow("FLOW1234567")},
		{"flow's ARN", flowstest.Execution{Flow: flowArn}, ""},
		{"ARN in an ARN", flowstest.Execution{Flow: flowArn[:len(flowArn)-len(flow)] + flowArn}, badFlow(flowArn[:len(flowArn)-len(flow)] + flowArn)},
		{"ARN of another Region", flowstest.Execution{Flow: elsewhere}, badFlow(elsewhere)},
		{"flow unknown", flowstest.Execution{Flow: otherFlow}, "flowstest: flow flow654321 is not among Options.Flows"},
		{"alias's ARN", flowstest.Execution{Flow: flow, Alias: flowArn + "/alias/ALIAS12345"}, ""},
		{"ARNs of both", flowstest.Execution{Flow: flowArn, Alias: flowArn + "/alias/ALIAS12345"}, ""},
		{"alias of 9", flowstest.Execution{Flow: flow, Alias: "ALIAS1234"}, badAlias("ALIAS1234")},
		{"alias with a hyphen", flowstest.Execution{Flow: flow, Alias: "ALIAS-1234"}, badAlias("ALIAS-1234")},
		{"ARN of another flow's alias", flowstest.Execution{Flow: flow, Alias: otherAlias}, badAlias(otherAlias)},
		{"version 1", version("1"), ""},
		{"version of 5 digits", version("99999"), ""},
		{"version of 6 digits", version("100000"), badVersion("100000")},
		{"version 0", version("0"), badVersion("0")},
		{"version in lower case", version("draft"), badVersion("draft")},
		{"name of 36", name(name36), ""},
		{"name of 37", name(name36 + "x"), badName(name36 + "x")},
		{"name with a slash", name("a/b"), badName("a/b")},
		{"name with an underscore", name("a_b"), badName("a_b")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t, only)
			arn, err := srv.Start(tt.input)
			if got := text(err); got != tt.want {
				t.Fatalf("%+v: got %q, want %q", tt.input, got, tt.want)
			}
			out, err := list(newClient(srv), flow)
			must(t, err)
			wantListed := 1
			if tt.want != "" {
				wantListed = 0
			}
			if got := len(out.FlowExecutionSummaries); got != wantListed {
				t.Fatalf("executions: got %d, want %d", got, wantListed)
			}
			if wantListed == 0 {
				return
			}
			got := out.FlowExecutionSummaries[0]
			wantVersion := tt.input.Version
			if wantVersion == "" {
				wantVersion = "DRAFT"
			}
			if *got.ExecutionArn != arn || *got.FlowVersion != wantVersion {
				t.Errorf("listed %s of version %s, want %s of %s", *got.ExecutionArn, *got.FlowVersion, arn, wantVersion)
			}
			if !regexp.MustCompile(`^` + flowArn + `/alias/[0-9a-zA-Z]{10}/execution/[a-zA-Z0-9-]{1,36}$`).MatchString(arn) {
				t.Errorf("ARN: got %s, which is not as documented", arn)
			}
		})
	}
}

// Random names are unique. A name that exists under the same alias is refused.
func TestExecutionNames(t *testing.T) {
	srv := newServer(t)
	one, err := srv.Start(flowstest.Execution{Flow: flow})
	must(t, err)
	two, err := srv.Start(flowstest.Execution{Flow: flow})
	must(t, err)
	if one == two {
		t.Errorf("two executions without a name: both are named %s", one)
	}
	_, err = srv.Start(flowstest.Execution{Flow: flow, Name: "run-1"})
	must(t, err)
	_, err = srv.Start(flowstest.Execution{Flow: flow, Name: "run-1"})
	if got, want := text(err), "flowstest: execution "+executionArn+" exists already: use another Name"; got != want {
		t.Errorf("the same name again: got %q, want %q", got, want)
	}
	_, err = srv.Start(flowstest.Execution{Flow: flow, Name: "run-1", Alias: "ALIAS12345"})
	must(t, err)
}

func TestFinishInputs(t *testing.T) {
	const unknown = flowArn + "/alias/TSTALIASID/execution/nobody"
	succeeded := types.FlowExecutionStatusSucceeded
	tests := []struct {
		name   string
		before func(*testing.T, *flowstest.Server, *clock)
		arn    string
		status types.FlowExecutionStatus
		want   string
	}{
		{"unknown execution", nil, unknown, succeeded, "flowstest: execution " + unknown + " does not exist"},
		{"a name instead of the ARN", nil, "run-1", succeeded, "flowstest: execution run-1 does not exist"},
		{"Running is not a final status", nil, executionArn, types.FlowExecutionStatusRunning, `flowstest: an execution cannot end with the status "Running"`},
		{"unknown status", nil, executionArn, "Done", `flowstest: an execution cannot end with the status "Done"`},
		{"no status", nil, executionArn, "", `flowstest: an execution cannot end with the status ""`},
		{"ended before", func(t *testing.T, srv *flowstest.Server, _ *clock) {
			must(t, srv.Finish(executionArn, types.FlowExecutionStatusFailed))
		}, executionArn, succeeded, "flowstest: execution " + executionArn + " is Failed, not Running"},
		{"timed out before", func(_ *testing.T, _ *flowstest.Server, now *clock) { now.add(24 * time.Hour) },
			executionArn, succeeded, "flowstest: execution " + executionArn + " is TimedOut, not Running"},
		{"fine", nil, executionArn, succeeded, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now := newClock()
			srv := newServer(t, now.at)
			_, err := srv.Start(flowstest.Execution{Flow: flow, Name: "run-1"})
			must(t, err)
			if tt.before != nil {
				tt.before(t, srv, now)
			}
			before, err := list(newClient(srv), flow)
			must(t, err)
			if got := text(srv.Finish(tt.arn, tt.status)); got != tt.want {
				t.Errorf("Finish(%s, %q): got %q, want %q", tt.arn, tt.status, got, tt.want)
			}
			after, err := list(newClient(srv), flow)
			must(t, err)
			if tt.want != "" && !cmp.Equal(before.FlowExecutionSummaries, after.FlowExecutionSummaries) {
				t.Errorf("a Finish that failed changed the execution to %+v", after.FlowExecutionSummaries[0])
			}
		})
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
