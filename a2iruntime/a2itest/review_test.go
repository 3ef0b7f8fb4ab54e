package a2itest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/google/go-cmp/cmp"
)

// The types of a reviewer's answer, and how the output contains it.
func TestAnswerContents(t *testing.T) {
	type verdict struct {
		Total float64 `json:"total"`
		OK    bool    `json:"ok,omitempty"`
	}
	acceptedAt := began.Add(-30 * time.Second)
	answer := func(content string) string {
		return `{"acceptanceTime":"2026-03-04T05:06:07.891Z","answerContent":` + content +
			`,"submissionTime":"2026-03-04T05:07:08.391Z","timeSpentInSeconds":60.5,"workerId":"a2itest-worker"}`
	}
	tests := []struct {
		name    string
		answers []any
		want    []string // the document's humanAnswers
	}{
		{"none", nil, []string{}},
		{"string", []any{`{"a": [1, 2.50]}`}, []string{answer(`{"a":[1,2.50]}`)}},
		{"bytes", []any{[]byte(`[null]`)}, []string{answer(`[null]`)}},
		{"RawMessage", []any{json.RawMessage(`12345678901234567890.10`)}, []string{answer(`12345678901234567890.10`)}},
		{"struct", []any{verdict{Total: 41.5}}, []string{answer(`{"total":41.5}`)}},
		{"pointer", []any{&verdict{OK: true}}, []string{answer(`{"total":0,"ok":true}`)}},
		{"map", []any{map[string]any{"b": 1, "a": "x"}}, []string{answer(`{"a":"x","b":1}`)}},
		{"nil", []any{nil}, []string{answer(`null`)}},
		{"a JSON string", []any{`"plain"`}, []string{answer(`"plain"`)}},
		{"other scripts and HTML", []any{`"schön <b>&amp; 見積"`}, []string{answer(`"schön <b>&amp; 見積"`)}},
		{"Answer with defaults", []any{a2itest.Answer{Content: verdict{Total: 1}}}, []string{answer(`{"total":1}`)}},
		{
			"Answer in full", []any{a2itest.Answer{Content: `1`, WorkerId: "w-7", AcceptedAt: acceptedAt}},
			[]string{`{"acceptanceTime":"2026-03-04T05:05:37.891Z","answerContent":1,` +
				`"submissionTime":"2026-03-04T05:07:08.391Z","timeSpentInSeconds":90.5,"workerId":"w-7"}`},
		},
		{
			"Answer in another zone", []any{a2itest.Answer{Content: `1`, AcceptedAt: began.In(time.FixedZone("", -3*3600))}},
			[]string{answer(`1`)},
		},
		{
			"three reviewers", []any{`1`, a2itest.Answer{Content: verdict{}, WorkerId: "w-2"}, []byte(`3`)},
			[]string{answer(`1`), strings.Replace(answer(`{"total":0}`), "a2itest-worker", "w-2", 1), answer(`3`)},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now := newClock()
			srv := newServer(t, now.at)
			start(t, newClient(srv), "loop")
			now.add(60*time.Second + 500*time.Millisecond)
			must(t, srv.Complete("loop", tt.answers...))
			got, err := srv.Output("loop")
			must(t, err)
			want := `{"flowDefinitionArn":"` + reviews + `","humanAnswers":[` + strings.Join(tt.want, ",") +
				`],"humanLoopName":"loop","inputContent":{"total": 41.5}}`
			if diff := cmp.Diff(document(t, want), document(t, string(got))); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// document parses JSON and keeps numbers as they are written.
func document(t *testing.T, text string) (value any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

// The output's members are in A2I's order.
func TestOutputText(t *testing.T) {
	srv := newServer(t, newClock().at)
	start(t, newClient(srv), "loop")
	must(t, srv.Complete("loop", `{"ok": true}`))
	const want = `{"flowDefinitionArn":"arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews",` +
		`"humanAnswers":[{"acceptanceTime":"2026-03-04T05:06:07.891Z","answerContent":{"ok":true},"submissionTime":"2026-03-04T05:06:07.891Z",` +
		`"timeSpentInSeconds":0,"workerId":"a2itest-worker"}],"humanLoopName":"loop","inputContent":{"total":41.5}}`
	got, err := srv.Output("loop")
	must(t, err)
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// The caller may modify the returned bytes.
	clear(got)
	if again, err := srv.Output("loop"); err != nil || string(again) != want {
		t.Errorf("after the first was cleared: got %q, %v, want the same as before", again, err)
	}
}

// An answer that is not JSON changes nothing: the loop can still be completed.
func TestAnswerIsNotJSON(t *testing.T) {
	tests := []struct {
		name    string
		answers []any
		want    string
	}{
		{"text", []any{"yes"}, `answer 0: "yes" is not a JSON document`},
		{"empty", []any{""}, `answer 0: "" is not a JSON document`},
		{"nil bytes", []any{[]byte(nil)}, `answer 0: "" is not a JSON document`},
		{"nil RawMessage", []any{json.RawMessage(nil)}, `answer 0: "" is not a JSON document`},
		{"truncated", []any{[]byte(`{"a":`)}, `answer 0: "{\"a\":" is not a JSON document`},
		{"the second", []any{`1`, `2,`}, `answer 1: "2," is not a JSON document`},
		{"in an Answer", []any{a2itest.Answer{Content: "yes"}}, `answer 0: "yes" is not a JSON document`},
		{"long", []any{strings.Repeat("y", 100)}, `answer 0: "` + strings.Repeat("y", 64) + `" is not a JSON document`},
		{"a value JSON has not", []any{make(chan int)}, `answer 0: json: unsupported type: chan int`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := newServer(t)
			client := newClient(srv)
			start(t, client, "loop")
			want := "a2itest: complete human loop loop: " + tt.want
			if err := srv.Complete("loop", tt.answers...); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
			if got := status(client, "loop"); got != "InProgress" {
				t.Errorf("the loop is %s, want InProgress", got)
			}
			if _, err := srv.Output("loop"); err == nil || err.Error() != "a2itest: human loop loop is InProgress and has no output" {
				t.Errorf("Output: got %v, want that the loop has none", err)
			}
			must(t, srv.Complete("loop", `1`))
		})
	}
}

func TestFailureReasonLimit(t *testing.T) {
	srv := newServer(t)
	client := newClient(srv)
	start(t, client, "loop")
	const want = "a2itest: fail human loop loop: the reason has 1025 characters, over the maximum of 1024"
	if err := srv.Fail("loop", "InternalError", strings.Repeat("é", 1025)); err == nil || err.Error() != want {
		t.Errorf("1025 characters: got %v, want %s", err, want)
	}
	if got := status(client, "loop"); got != "InProgress" {
		t.Errorf("after it: got %s, want InProgress", got)
	}
	reason := strings.Repeat("é", 1024)
	must(t, srv.Fail("loop", "InternalError", reason))
	out, err := describe(client, "loop")
	must(t, err)
	if out.FailureReason == nil || *out.FailureReason != reason {
		t.Errorf("reason: got %v, want 1024 times é", out.FailureReason)
	}
}

// The server's methods return an error for a loop that does not exist.
func TestReviewUnknownLoop(t *testing.T) {
	srv := newServer(t)
	const want = "a2itest: ResourceNotFoundException: Human loop nobody does not exist."
	_, output := srv.Output("nobody")
	_, input := srv.Input("nobody")
	for name, err := range map[string]error{
		"Complete": srv.Complete("nobody", `1`), "Fail": srv.Fail("nobody", "Expired", ""), "Output": output, "Input": input,
	} {
		if err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}
