package answers

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// nested returns JSON with arrays nested to a depth.
func nested(depth int) json.RawMessage {
	return json.RawMessage(strings.Repeat("[", depth) + strings.Repeat("]", depth))
}

// A document whose parts are nested to their limits can be written and read. With one
// more level, writing it is an error.
func TestDocumentDepth(t *testing.T) {
	for _, tt := range []struct {
		name          string
		input, answer int
		want          string // in the error
	}{
		{"both at their limits", MaxInputDepth, MaxAnswerDepth, ""},
		{"input above", MaxInputDepth + 1, 0, "answers: inputContent is nested 10000 deep, over the maximum of 9999"},
		{"answer above", 0, MaxAnswerDepth + 1, "answers: humanAnswers[1].answerContent is nested 9998 deep, over the maximum of 9997"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			document := Document{
				FlowDefinitionArn: "arn", HumanLoopName: "loop", InputContent: nested(tt.input),
				HumanAnswers: []HumanAnswer{{AnswerContent: nested(1)}, {AnswerContent: nested(tt.answer), SubmissionTime: time.Unix(0, 0)}},
			}
			if tt.input == 0 {
				document.InputContent = nil
			}
			if tt.answer == 0 {
				document.HumanAnswers[1].AnswerContent = nil
			}
			text, err := document.MarshalJSON()
			if tt.want != "" {
				if err == nil || err.Error() != tt.want {
					t.Errorf("MarshalJSON: error %v, want %s", err, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			read, err := ParseDocument(text)
			if err != nil || string(read.InputContent) != string(document.InputContent) || string(read.HumanAnswers[1].AnswerContent) != string(document.HumanAnswers[1].AnswerContent) {
				t.Errorf("ParseDocument: got error %v, want the written document", err)
			}
			if _, err := DecodeAll[any](read); err != nil {
				t.Errorf("DecodeAll: %v", err)
			}
			if _, err := Decode[any](read.InputContent); err != nil {
				t.Errorf("decode the input: %v", err)
			}
			var again Document
			if err := json.Unmarshal(text, &again); err != nil {
				t.Errorf("encoding/json: %v", err)
			}
		})
	}
	_, err := HumanAnswer{AnswerContent: nested(MaxAnswerDepth + 1)}.MarshalJSON()
	if want := fmt.Sprintf("answers: answerContent is nested %d deep, over the maximum of %d", MaxAnswerDepth+1, MaxAnswerDepth); err == nil || err.Error() != want {
		t.Errorf("HumanAnswer.MarshalJSON: error %v, want %s", err, want)
	}
}
