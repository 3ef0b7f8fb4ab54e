package answers_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
)

// An accepted document is JSON for encoding/json too, and is unchanged after it was
// written and read again.
func FuzzParseDocument(f *testing.F) {
	for _, seed := range []string{transcript, form, `{"humanLoopName":"a","flowDefinitionArn":"b","humanAnswers":[{"submissionTime":1e9,"timeSpentInSeconds":-1e-7}]}`, `{}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		document, err := answers.ParseDocument(data)
		if err != nil {
			return
		}
		_, _ = document.AIService()
		_, _ = answers.DecodeAll[any](document)
		steady(t, data, document, func(text []byte) (json.Marshaler, error) { return answers.ParseDocument(text) })
	})
}

func FuzzParseEvent(f *testing.F) {
	f.Add([]byte(completed))
	f.Add([]byte(strings.Replace(completed, `"detail":{`, `"detail":{"x":[],`, 1)))
	f.Add([]byte(`{"source":"aws.s3"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		event, err := answers.ParseEvent(data)
		if err != nil {
			return
		}
		if event.HumanLoop() == nil || event.Key() == "" || (event.Err() == nil) != (event.Detail.HumanLoopStatus == "Completed") {
			t.Errorf("the event of %q has no loop, key or error: %+v", data, event)
		}
		steady(t, data, event, func(text []byte) (json.Marshaler, error) { return answers.ParseEvent(text) })
	})
}

func steady(t *testing.T, data []byte, v json.Marshaler, parse func([]byte) (json.Marshaler, error)) {
	t.Helper()
	if !json.Valid(data) {
		t.Fatalf("accepted %q, which is not JSON", data)
	}
	once, err := v.MarshalJSON()
	if err != nil {
		t.Fatalf("write the document of %q: %v", data, err)
	}
	read, err := parse(once)
	if err != nil {
		t.Fatalf("read %q again: %v", once, err)
	}
	if twice, err := read.MarshalJSON(); err != nil || !bytes.Equal(once, twice) {
		t.Errorf("%q was written as\n%s, then as\n%s (%v)", data, once, twice, err)
	}
}

// An accepted URI consists of exactly its bucket and key.
func FuzzParseS3URI(f *testing.F) {
	for _, seed := range []string{"s3://bucket/key", "s3://b.-c/a/../b", "s3://1.2.3.4/x", "S3://bucket/%2e", "s3://bucket/é\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		got, err := answers.ParseS3URI(uri)
		if err != nil {
			return
		}
		if got.String() != uri || strings.Contains(got.Bucket, "/") || len(got.Bucket) < 3 || got.Key == "" {
			t.Errorf("ParseS3URI(%q) = %+v", uri, got)
		}
	})
}
