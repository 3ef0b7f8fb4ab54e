package answers_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
)

// A list with more items than any reviewer or condition creates is an error. Memory does
// not grow with it. Lists that the worker template defines have no such limit.
func TestListLimits(t *testing.T) {
	const refused = "the lists of the document contain more than 10000 items in total"
	list := func(element string) string { return "[" + strings.Repeat(element+",", 1_000_000) + element + "]" }
	document := func(members string) func() error {
		text := []byte(`{"flowDefinitionArn":"f","humanLoopName":"l",` + members + `}`)
		return func() error {
			document, err := answers.ParseDocument(text)
			if err != nil {
				return err
			}
			_, err = document.AIService()
			return err
		}
	}
	event := func(resources string) func() error {
		text := []byte(strings.Replace(completed, `"resources":[`, `"resources":`+resources+`,"x":[`, 1))
		return func() error { _, err := answers.ParseEvent(text); return err }
	}
	conditions := func(conditions string) func() error {
		return document(`"inputContent":{"humanTaskActivationConditionResults":{"Conditions":` + conditions + `}}`)
	}
	for name, tc := range map[string]struct {
		read func() error
		want string
	}{
		"answers":                 {document(`"humanAnswers":` + list("{}")), "member humanAnswers[10000]: " + refused},
		"null answers":            {document(`"humanAnswers":` + list("null")), refused},
		"conditions":              {conditions(list("{}")), refused},
		"conditions of condition": {conditions(`[{"And":` + list("{}") + `}]`), refused},
		"resources":               {event(list(`""`)), "member resources[10000]: " + refused},
		"answer's content":        {document(`"humanAnswers":[{"answerContent":` + list("{}") + `}]`), ""},
		"input content":           {document(`"inputContent":` + list("{}")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := tc.read()
			runtime.ReadMemStats(&after)
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got error %v, want %q", err, tc.want)
			}
			if grown, limit := after.TotalAlloc-before.TotalAlloc, uint64(20<<20); grown > limit {
				t.Errorf("allocated %d bytes, want at most %d", grown, limit)
			}
		})
	}
}
