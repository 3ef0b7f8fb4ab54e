package answers_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

const flow = "arn:aws:sagemaker:us-west-2:111122223333:flow-definition/reviews"

// transcript is the document of a custom task that a private workforce reviewed.
const transcript = `{
  "flowDefinitionArn": "` + flow + `",
  "humanAnswers": [{
    "acceptanceTime": "2020-12-28T18:59:15.191Z",
    "answerContent": {"transcription": "use <b>lambda</b> & co"},
    "submissionTime": "2020-12-28T18:59:58.320Z",
    "timeSpentInSeconds": 40.543,
    "workerId": "a12b3cdefg4h5i67",
    "workerMetadata": {"identityData": {"identityProviderType": "Cognito", "issuer": "https://cognito-idp.us-west-2.amazonaws.com/us-west-2_1", "sub": "c6aa8eb7"}}
  }],
  "humanLoopName": "transcript-1",
  "inputContent": {"start": 948.51, "words": "but use Lambda"}
}`

// form is the document of a built-in task. It contains neither the time when the task was
// accepted nor its duration.
const form = `{
  "awsManagedHumanLoopRequestSource": "AWS/Textract/AnalyzeDocument/Forms/V1",
  "flowDefinitionArn": "` + flow + `",
  "humanAnswers": [{
    "answerContent": {"AWS/Textract/AnalyzeDocument/Forms/V1": {"blocks": [{"id": "1", "text": "Jane"}]}},
    "submissionTime": "2020-09-28T19:17:59.880Z",
    "workerId": "111122223333"
  }],
  "humanLoopName": "form-1",
  "inputContent": {
    "aiServiceRequest": {"featureTypes": ["FORMS"]},
    "aiServiceResponse": {"blocks": [{"id": "1"}, {"id": "2"}], "documentMetadata": {"pages": 1}},
    "humanTaskActivationConditionResults": {"Conditions": [{"EvaluationResult": true, "Or": [
      {"ConditionParameters": {"ImportantFormKey": "Mail address"}, "ConditionType": "ImportantFormKeyConfidenceCheck", "EvaluationResult": true},
      {"ConditionType": "MissingImportantFormKey", "EvaluationResult": false},
      {"And": [{"ConditionType": "Sampling"}]}
    ]}]},
    "selectedAiServiceResponse": {"blocks": [{"id": "1"}]}
  }
}`

func TestParseDocument(t *testing.T) {
	at := func(s string) time.Time {
		parsed, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	minimal := `"flowDefinitionArn":"` + flow + `","humanLoopName":"a"`
	tests := []struct {
		name, doc string
		want      answers.Document
	}{
		{"custom task, private workforce", transcript, answers.Document{
			FlowDefinitionArn: flow,
			HumanLoopName:     "transcript-1",
			HumanAnswers: []answers.HumanAnswer{{
				AnswerContent:      json.RawMessage(`{"transcription": "use <b>lambda</b> & co"}`),
				AcceptanceTime:     aws.Time(at("2020-12-28T18:59:15.191Z")),
				SubmissionTime:     at("2020-12-28T18:59:58.320Z"),
				TimeSpentInSeconds: aws.Float64(40.543),
				WorkerId:           "a12b3cdefg4h5i67",
				WorkerMetadata: &answers.WorkerMetadata{IdentityData: &answers.IdentityData{
					IdentityProviderType: "Cognito", Issuer: "https://cognito-idp.us-west-2.amazonaws.com/us-west-2_1", Sub: "c6aa8eb7"}},
			}},
			InputContent: json.RawMessage(`{"start": 948.51, "words": "but use Lambda"}`),
		}},
		{"no answers", `{` + minimal + `,"humanAnswers":[]}`, answers.Document{FlowDefinitionArn: flow, HumanLoopName: "a"}},
		{"null is missing", `{` + minimal + `,"humanAnswers":null,"inputContent":null,"awsManagedHumanLoopRequestSource":null}`,
			answers.Document{FlowDefinitionArn: flow, HumanLoopName: "a"}},
		{"null inside", `{` + minimal + `,"humanAnswers":[null,{"answerContent":null,"acceptanceTime":null,"submissionTime":null,"timeSpentInSeconds":null,"workerMetadata":null},{"workerMetadata":{"identityData":null}}]}`,
			answers.Document{FlowDefinitionArn: flow, HumanLoopName: "a", HumanAnswers: []answers.HumanAnswer{{}, {}, {WorkerMetadata: &answers.WorkerMetadata{}}}}},
		{"unknown members", `{` + minimal + `,"x":1,"humanAnswers":[{"y":[{}],"workerMetadata":{"z":1,"identityData":{"q":2,"sub":"s"}}}]}`,
			answers.Document{FlowDefinitionArn: flow, HumanLoopName: "a", HumanAnswers: []answers.HumanAnswer{{WorkerMetadata: &answers.WorkerMetadata{IdentityData: &answers.IdentityData{Sub: "s"}}}}}},
		{"input of any type", `{` + minimal + `,"inputContent":[1, "x"]}`, answers.Document{FlowDefinitionArn: flow, HumanLoopName: "a", InputContent: json.RawMessage(`[1, "x"]`)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := answers.ParseDocument([]byte(tt.doc))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			var again answers.Document
			if text, err := json.Marshal(got); err != nil {
				t.Error(err)
			} else if err := json.Unmarshal(text, &again); err != nil {
				t.Errorf("read %s: %v", text, err)
			}
			if diff := cmp.Diff(compact(tt.want), compact(again)); diff != "" {
				t.Errorf("written and read again (-want +got):\n%s", diff)
			}
		})
	}
}

// compact removes insignificant spaces from JSON.
func compact(d answers.Document) answers.Document {
	pack := func(raw json.RawMessage) json.RawMessage {
		if raw == nil {
			return nil
		}
		var v any
		_ = json.Unmarshal(raw, &v)
		packed, _ := json.Marshal(v)
		return packed
	}
	d.InputContent = pack(d.InputContent)
	humanAnswers := d.HumanAnswers
	d.HumanAnswers = nil
	for _, a := range humanAnswers {
		a.AnswerContent = pack(a.AnswerContent)
		d.HumanAnswers = append(d.HumanAnswers, a)
	}
	return d
}

// A document is written as AWS writes it: times have milliseconds, missing members are
// omitted, and HTML's special characters are not escaped.
func TestMarshalDocument(t *testing.T) {
	document, err := answers.ParseDocument([]byte(transcript))
	if err != nil {
		t.Fatal(err)
	}
	text, err := document.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"submissionTime":"2020-12-28T18:59:58.320Z"`, `"use <b>lambda</b> & co"`, `"timeSpentInSeconds":40.543`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("got %s, want %s in it", text, want)
		}
	}
	minimal, err := answers.Document{FlowDefinitionArn: flow, HumanLoopName: "a", HumanAnswers: []answers.HumanAnswer{{WorkerId: "w"}}}.MarshalJSON()
	if want := `{"flowDefinitionArn":"` + flow + `","humanAnswers":[{"workerId":"w"}],"humanLoopName":"a"}`; string(minimal) != want || err != nil {
		t.Errorf("a document with required members only is written as %s (%v), want %s", minimal, err, want)
	}
	if _, err := (answers.Document{FlowDefinitionArn: flow, HumanLoopName: "a", InputContent: json.RawMessage(`{`)}).MarshalJSON(); err == nil || !strings.Contains(err.Error(), "unexpected end of JSON input") {
		t.Errorf("an InputContent that is not JSON: got %v", err)
	}
}

func TestMalformedDocuments(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"nothing", ``, "want an object, found the end"},
		{"HTML", `<html>`, "want an object, found '<'"},
		{"a list", `[]`, "want an object, found '['"},
		{"truncated", `{"humanLoopName":"a","humanAnswers":[{"workerId":"w"`, "member humanAnswers[0].workerId: want ',' or '}', found the end"},
		{"two documents", `{"humanLoopName":"a","flowDefinitionArn":"b"}{}`, "want the end of the document"},
		{"no document of a loop", `{"Records":[]}`, "not an output document of a human loop: it has no flowDefinitionArn and no humanLoopName"},
		{"no name", `{"flowDefinitionArn":"a"}`, "it has no humanLoopName"},
		{"null", `null`, "not an output document of a human loop"},
		{"answers of a wrong type", `{"humanAnswers":{}}`, "member humanAnswers: want an array, found '{'"},
		{"answer of a wrong type", `{"humanAnswers":[{},7]}`, "member humanAnswers[1]: want an object, found '7'"},
		{"time of a wrong type", `{"humanAnswers":[{"submissionTime":"soon"}]}`, `member humanAnswers[0].submissionTime: "soon" is not an ISO 8601 timestamp`},
		{"seconds of a wrong type", `{"humanAnswers":[{"timeSpentInSeconds":"40"}]}`, "member humanAnswers[0].timeSpentInSeconds: want a number, found '\"'"},
		{"identity of a wrong type", `{"humanAnswers":[{"workerMetadata":{"identityData":{"sub":1}}}]}`, "member humanAnswers[0].workerMetadata.identityData.sub: want a string, found '1'"},
		{"20,000 nested arrays", `{"inputContent":` + strings.Repeat("[", 20_000), "nested deeper than 10000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			document, err := answers.ParseDocument([]byte(tt.doc))
			if document != nil || err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "answers: ") {
				t.Errorf("got %v and error %v, want %q", document, err, tt.want)
			}
		})
	}
}

func TestAIService(t *testing.T) {
	document, err := answers.ParseDocument([]byte(form))
	if err != nil {
		t.Fatal(err)
	}
	if answer := document.HumanAnswers[0]; answer.AcceptanceTime != nil || answer.TimeSpentInSeconds != nil || answer.WorkerMetadata != nil {
		t.Errorf("got %+v, want nil for members that the document lacks", answer)
	}
	got, err := document.AIService()
	if err != nil {
		t.Fatal(err)
	}
	want := &answers.AIServiceInput{
		AiServiceRequest:          json.RawMessage(`{"featureTypes": ["FORMS"]}`),
		AiServiceResponse:         json.RawMessage(`{"blocks": [{"id": "1"}, {"id": "2"}], "documentMetadata": {"pages": 1}}`),
		SelectedAiServiceResponse: json.RawMessage(`{"blocks": [{"id": "1"}]}`),
		HumanTaskActivationConditionResults: &answers.ActivationConditionResults{Conditions: []answers.ActivationCondition{{
			EvaluationResult: aws.Bool(true),
			Or: []answers.ActivationCondition{
				{ConditionType: "ImportantFormKeyConfidenceCheck", ConditionParameters: json.RawMessage(`{"ImportantFormKey": "Mail address"}`), EvaluationResult: aws.Bool(true)},
				{ConditionType: "MissingImportantFormKey", EvaluationResult: aws.Bool(false)},
				{And: []answers.ActivationCondition{{ConditionType: "Sampling"}}},
			},
		}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, tc := range map[string]struct{ input, want string }{
		"another loop's input": {`{"total":1}`, ""},
		"no input":             {`null`, ""},
		"null results":         {`{"humanTaskActivationConditionResults":null}`, ""},
		"a list":               {` [1]`, ""},
		"a broken object":      {`{"aiServiceRequest":`, "human loop a as a built-in task's: invalid JSON at byte 20: member aiServiceRequest: want a value"},
		"an invalid condition": {`{"humanTaskActivationConditionResults":{"x":0,"Conditions":[{"y":0,"Or":[{"EvaluationResult":"yes"}]}]}}`, "Conditions[0].Or[0].EvaluationResult: want true or false"},
		"deep conditions":      {`{"humanTaskActivationConditionResults":{"Conditions":` + strings.Repeat(`[{"Or":`, 4000) + `[]` + strings.Repeat(`}]`, 4000) + `}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			input, err := (&answers.Document{HumanLoopName: "a", InputContent: json.RawMessage(tc.input)}).AIService()
			if tc.want == "" && (err != nil || input == nil || input.AiServiceRequest != nil) || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got %+v and error %v, want %q", input, err, tc.want)
			}
		})
	}
	if input, err := (*answers.Document)(nil).AIService(); err != nil || input == nil {
		t.Errorf("nil document: got %v, %v", input, err)
	}
}

func TestDecode(t *testing.T) {
	type fields struct{ Total string }
	document := &answers.Document{HumanLoopName: "loop", HumanAnswers: []answers.HumanAnswer{
		{AnswerContent: json.RawMessage(`{"total":"1"}`)}, {AnswerContent: json.RawMessage(`{"total":"2"}`)},
	}}
	if got, err := answers.DecodeAll[fields](document); err != nil || !cmp.Equal(got, []fields{{"1"}, {"2"}}) {
		t.Errorf("DecodeAll: got %v, %v", got, err)
	}
	if got, err := answers.Decode[map[string]any](document.HumanAnswers[0].AnswerContent); err != nil || got["total"] != "1" {
		t.Errorf("Decode: got %v, %v", got, err)
	}
	for name, tc := range map[string]struct {
		content string
		want    string
	}{
		"missing":    {"", "humanAnswers[1] of human loop loop, by worker w: answers: the content to decode is empty"},
		"wrong type": {`{"total":1}`, "decode the content into answers_test.fields: json: cannot unmarshal number"},
		"not JSON":   {`{"total":`, "unexpected end of JSON input"},
	} {
		t.Run(name, func(t *testing.T) {
			document.HumanAnswers[1] = answers.HumanAnswer{WorkerId: "w", AnswerContent: json.RawMessage(tc.content)}
			if got, err := answers.DecodeAll[fields](document); got != nil || err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v and error %v, want %q", got, err, tc.want)
			}
		})
	}
	if _, err := answers.DecodeAll[fields](nil); err == nil {
		t.Error("DecodeAll of a nil document: no error")
	}
}

// An answer, and an event's detail, are written the same alone as inside the whole.
func TestMarshalParts(t *testing.T) {
	document, err := answers.ParseDocument([]byte(transcript))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(document.HumanAnswers[0])
	if err != nil || !strings.HasPrefix(string(text), `{"acceptanceTime":"2020-12-28T18:59:15.191Z","answerContent":{`) {
		t.Errorf("an answer alone is written as %s (%v)", text, err)
	}
	var answer answers.HumanAnswer
	if err := json.Unmarshal(text, &answer); err != nil || answer.WorkerId != "a12b3cdefg4h5i67" || answer.WorkerMetadata.IdentityData.Sub != "c6aa8eb7" {
		t.Errorf("read again: got %+v (%v)", answer, err)
	}
	event, err := answers.ParseEvent([]byte(completed))
	if err != nil {
		t.Fatal(err)
	}
	if text, err = json.Marshal(event.Detail); err != nil || !strings.Contains(completed, string(text)) {
		t.Errorf("a detail alone is written as %s (%v)", text, err)
	}
	var detail answers.StatusChangeDetail
	if err := json.Unmarshal(text, &detail); err != nil || !cmp.Equal(detail, event.Detail) {
		t.Errorf("read again: got %+v (%v)", detail, err)
	}
	for _, v := range []any{&answer, &detail} {
		if err := json.Unmarshal([]byte(`[]`), v); err == nil || !strings.Contains(err.Error(), "want an object") {
			t.Errorf("%T of a list: %v", v, err)
		}
	}
}
