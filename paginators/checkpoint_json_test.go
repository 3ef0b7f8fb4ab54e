package paginators_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/paginators"
)

// Only a checkpoint that says where a list resumes can be read. Damaged JSON never
// restarts the list.
func TestUnmarshalCheckpoint(t *testing.T) {
	token := b64(`{"NextToken": "10"}`)
	for _, tc := range []struct {
		name, text string
		want       string // in the error; "" if it can be read
	}{
		{"not started", `{"state":"notStarted"}`, ""},
		{"started", `{"state":"started","resumeToken":"` + token + `"}`, ""},
		{"token of another operation", `{"state":"started","resumeToken":"` + b64(`{"nextToken": "é", "boto_truncate_amount": 3}`) + `"}`, ""},
		{"finished", `{"state":"finished"}`, ""},
		{"spaces and order", ` { "resumeToken" : "` + token + `" , "state" : "started" } `, ""},
		{"member of a later version", `{"state":"finished","items":12}`, ""},
		{"state of a later version", `{"state":"paused"}`, `its state is "paused", which this version does not know: it must be notStarted, started, or finished`},
		{"no state", `{}`, "its state is missing: it must be notStarted, started, or finished"},
		{"only a token", `{"resumeToken":"` + token + `"}`, "its state is missing"},
		{"a member in upper case", `{"State":"finished"}`, "its state is missing"},
		{"null state", `{"state":null}`, "its state is missing"},
		{"a state that is not a string", `{"state":3}`, "its state is not a string"},
		{"null", `null`, "it is null, not a JSON object"},
		{"a string", `"finished"`, "it is not a JSON object"},
		{"a list", `[]`, "it is not a JSON object"},
		{"started without a token", `{"state":"started"}`, "its state is started, but its resumeToken is missing"},
		{"started with null", `{"state":"started","resumeToken":null}`, "its resumeToken is missing"},
		{"started with an empty token", `{"state":"started","resumeToken":""}`, "its resumeToken is invalid: it is not base64 of a JSON object"},
		{"started with a number", `{"state":"started","resumeToken":3}`, "its resumeToken is not a string"},
		{"finished with a token", `{"state":"finished","resumeToken":"` + token + `"}`, "its state is finished, but it has a resumeToken"},
		{"not started with a token", `{"state":"notStarted","resumeToken":"` + token + `"}`, "its state is notStarted, but it has a resumeToken"},
		{"a truncated token", `{"state":"started","resumeToken":"` + token[1:] + `"}`, "its resumeToken is invalid: it is not base64"},
		{"botocore's old token", `{"state":"started","resumeToken":"10___3"}`, "its resumeToken is invalid: it is not base64"},
		{"a token without a page", `{"state":"started","resumeToken":"` + b64(`{"boto_truncate_amount": 3}`) + `"}`, "its resumeToken is invalid: it has 0 page tokens, not 1"},
		{"a token with two pages", `{"state":"started","resumeToken":"` + b64(`{"NextToken": "1", "Marker": "2"}`) + `"}`, "it has 2 page tokens, not 1"},
		{"a token that skips -1", `{"state":"started","resumeToken":"` + b64(`{"NextToken": "1", "boto_truncate_amount": -1}`) + `"}`, "its boto_truncate_amount is not a number of items"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := newList(5, 2).paginator(startAt(token)).Checkpoint()
			c := before
			err := json.Unmarshal([]byte(tc.text), &c)
			if tc.want == "" {
				if err != nil {
					t.Errorf("got %v", err)
				}
				throughJSON(t, c)
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error that says %q", err, tc.want)
			}
			if c != before {
				t.Errorf("the checkpoint changed to %v", c)
			}
		})
	}
}

// A checkpoint that is truncated anywhere, as in the file of a killed program, is an
// error.
func TestTruncatedCheckpoint(t *testing.T) {
	whole := `{"state":"started","resumeToken":"` + b64(`{"NextToken": "10", "boto_truncate_amount": 3}`) + `"}`
	for i := range whole {
		if err := json.Unmarshal([]byte(whole[:i]), new(paginators.Checkpoint)); err == nil {
			t.Errorf("%q was accepted", whole[:i])
		}
	}
}

// A checkpoint can be a struct field. A missing one is one that was not started.
func TestCheckpointInStruct(t *testing.T) {
	type job struct {
		Done paginators.Checkpoint `json:"done,omitzero"`
	}
	var j job
	if err := json.Unmarshal([]byte(`{}`), &j); err != nil || j != (job{}) {
		t.Errorf("got %v, %v", j, err)
	}
	if data, err := json.Marshal(j); err != nil || string(data) != `{}` {
		t.Errorf("got %s, %v", data, err)
	}
}

// A checkpoint that was read can be written and read again unchanged. Nothing panics.
func FuzzCheckpoint(f *testing.F) {
	f.Add(`{"state":"notStarted"}`)
	f.Add(`{"state":"finished"}`)
	f.Add(fmt.Sprintf(`{"state":"started","resumeToken":%q}`, b64(`{"NextToken": null, "boto_truncate_amount": 4}`)))
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, text string) {
		var c paginators.Checkpoint
		if json.Unmarshal([]byte(text), &c) != nil {
			return
		}
		throughJSON(t, c)
		if p := newList(5, 2).paginator(startFrom(c)); p.Checkpoint().Finished() != c.Finished() {
			t.Errorf("the checkpoint %s changed to %v", text, p.Checkpoint())
		}
	})
}
