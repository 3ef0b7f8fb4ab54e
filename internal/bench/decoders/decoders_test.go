package decoders

import (
	"encoding/json"
	"reflect"
	"testing"
)

const document = `{"Other":[{"a":1}],"HumanLoopSummaries":[{"CreationTime":"2026-03-04T05:06:07.891Z","HumanLoopName":"a","HumanLoopStatus":"Completed",` +
	`"FlowDefinitionArn":"arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"},{"HumanLoopName":"\u00e9"}],"NextToken":"b"}`

// All decoders read the same page.
func TestDecoders(t *testing.T) {
	want, err := standard([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range All {
		if got, err := d.Read([]byte(document)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s read %+v (%v), want %+v", d.Name, got, err, want)
		}
	}
}

// The documents are not valid JSON, and this module's decoder rejects each of them.
func TestMalformed(t *testing.T) {
	for name, document := range Malformed {
		if json.Valid([]byte(document)) {
			t.Errorf("%s: the document is valid JSON", name)
		}
		if page, err := readRestjson([]byte(document)); err == nil {
			t.Errorf("%s: the decoder returned %+v, want an error", name, page)
		}
	}
}
