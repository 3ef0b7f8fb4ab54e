package restjson

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os/exec"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/interop"
)

// parseWithBotocore reads error responses from standard input and writes botocore's results.
// The status is 418, which botocore uses as the code if it finds none.
const parseWithBotocore = `
import json, sys
from botocore.parsers import RestJSONParser
results = []
for case in json.load(sys.stdin):
    headers = {"x-amzn-errortype": case["header"]} if case["header"] else {}
    error = RestJSONParser().parse({"headers": headers, "status_code": 418, "body": case["body"].encode()}, None)["Error"]
    results.append({"code": error["Code"], "message": error["Message"]})
json.dump(results, sys.stdout)
`

// No response here contains both __type and code: ParseError prefers __type, botocore
// prefers code.
func TestParseErrorMatchesBotocore(t *testing.T) {
	interop.NeedPython(t, "botocore.parsers")
	type response struct {
		Header string `json:"header"`
		Body   string `json:"body"`
	}
	responses := []response{
		{"", `{}`},
		{"", `{"message":"m"}`},
		{"", `{"Message":"m"}`},
		{"", `{"code":"C","message":"m"}`},
		{"", `{"Code":"C","Message":"m"}`},
		{"", `{"__type":"C","message":"m"}`},
		{"", `{"__type":"com.amazon.coral.service#C","Message":"m"}`},
		{"", `{"__type":"ns#C:http://x/y","message":"m"}`},
		{"", `{"Code":"ns#C:http://x/y","message":"m"}`},
		{"", `{"code":"a#b#C"}`},
		{"", `{"type":"C","errorCode":"D"}`},
		{"", `{"Error":{"Code":"C","Message":"m"}}`},
		{"C", ``},
		{"C", `{}`},
		{"C", `{"message":"m"}`},
		{"C:http://internal.amazon.com/coral/x/", `{"Message":"m"}`},
		{"ns#C:http://x", `{"message":"m","Code":"D","__type":"E"}`},
	}
	cases, err := json.Marshal(responses)
	if err != nil {
		t.Fatal(err)
	}
	python := exec.Command("python3", "-c", parseWithBotocore)
	var stderr bytes.Buffer
	python.Stdin, python.Stderr = bytes.NewReader(cases), &stderr
	out, err := python.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var want []struct{ Code, Message string }
	if err := json.Unmarshal(out, &want); err != nil || len(want) != len(responses) {
		t.Fatalf("botocore parsed %d of %d responses, %v:\n%s", len(want), len(responses), err, out)
	}
	for i, r := range responses {
		header := http.Header{}
		if r.Header != "" {
			header.Set("X-Amzn-Errortype", r.Header)
		}
		got := ParseError(header, []byte(r.Body))
		if got.Code == "" {
			got.Code = "418"
		}
		if got.Code != want[i].Code || got.Message != want[i].Message {
			t.Errorf("header %q, body %s: got code %q and message %q, botocore has %q and %q", r.Header, r.Body, got.Code, got.Message, want[i].Code, want[i].Message)
		}
	}
}
