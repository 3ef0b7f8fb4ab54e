package restjson

import (
	"net/http"
	"strings"
	"testing"
)

func TestParseErrorCode(t *testing.T) {
	tests := []struct{ name, header, body, want string }{
		{"header only", "ThrottlingException", ``, "ThrottlingException"},
		{"__type only", "", `{"__type":"ThrottlingException"}`, "ThrottlingException"},
		{"code only", "", `{"code":"ThrottlingException"}`, "ThrottlingException"},
		{"header before __type and code", "A", `{"__type":"B","code":"C"}`, "A"},
		{"__type before code", "", `{"code":"C","__type":"B"}`, "B"},
		{"none", "", `{"message":"m"}`, ""},
		{"URI after the code", "ValidationException:http://internal.amazon.com/coral/", ``, "ValidationException"},
		{"namespace before the code", "", `{"__type":"com.amazon.coral.service#ValidationException"}`, "ValidationException"},
		{"namespace and URI", "aws.protocoltests#FooError:http://internal.amazon.com/coral/x#y", ``, "FooError"},
		{"empty namespace", "#Code", ``, "Code"},
		{"two namespaces", "a#b#Code", ``, "Code"},
		{"white space", " Code ", ``, "Code"},
		{"white space before the URI", "Code : http://x", ``, "Code"},
		{"header is only a URI", ":http://x", `{"__type":"B"}`, "B"},
		{"header is only a namespace", "ns#", `{"__type":"B"}`, "B"},
		{"header is only white space", "  ", `{"code":"C"}`, "C"},
		{"__type empty", "", `{"__type":"","code":"C"}`, "C"},
		{"__type null", "", `{"__type":null,"code":"C"}`, "C"},
		{"__type a number", "", `{"__type":7,"code":"C"}`, "C"},
		{"__type an object", "", `{"__type":{"code":"inner"},"code":"C"}`, "C"},
		{"code is an array", "", `{"code":["C"]}`, ""},
		{"Code", "", `{"Code":"C"}`, "C"},
		{"CODE", "", `{"CODE":"C"}`, "C"},
		{"__Type", "", `{"__Type":"C"}`, "C"},
		{"__Type before Code", "", `{"Code":"C","__Type":"B"}`, "B"},
		{"empty code, Code set", "", `{"Code":"C","code":""}`, "C"},
		{"a longer name", "", `{"codes":"C","errorCode":"D","type":"E"}`, ""},
		{"code inside Error", "", `{"Error":{"Code":"C","Message":"m"}}`, ""},
		{"inner code is not the code", "", `{"detail":{"code":"C","__type":"T"}}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			header := http.Header{}
			if tt.header != "" {
				header.Set("X-Amzn-Errortype", tt.header)
			}
			if got := ParseError(header, []byte(tt.body)).Code; got != tt.want {
				t.Errorf("code of header %q and body %s = %q, want %q", tt.header, tt.body, got, tt.want)
			}
		})
	}
}

func TestParseErrorBody(t *testing.T) {
	tests := []struct {
		name, body string
		want       ErrorInfo
	}{
		{"message", `{"message":"m"}`, ErrorInfo{Message: "m"}},
		{"Message", `{"Message":"m"}`, ErrorInfo{Message: "m"}},
		{"MESSAGE", `{"MESSAGE":"m"}`, ErrorInfo{Message: "m"}},
		{"both, one empty", `{"Message":"m","message":""}`, ErrorInfo{Message: "m"}},
		{"both, the other empty", `{"Message":"","message":"m"}`, ErrorInfo{Message: "m"}},
		{"message is null", `{"message":null,"__type":"T"}`, ErrorInfo{Code: "T"}},
		{"message is a number", `{"message":1,"__type":"T"}`, ErrorInfo{Code: "T"}},
		{"message is an object", `{"message":{"Message":"inner"},"__type":"T"}`, ErrorInfo{Code: "T"}},
		{"reason", `{"message":"m","reason":"BEDROCK_MODEL_INVOCATION_SERVICE_UNAVAILABLE","__type":"InternalServerException"}`,
			ErrorInfo{Code: "InternalServerException", Message: "m", Reason: "BEDROCK_MODEL_INVOCATION_SERVICE_UNAVAILABLE"}},
		{"reason of a wrong type", `{"reason":[1],"message":"m"}`, ErrorInfo{Message: "m"}},
		{"unknown members", `{"requestId":"r","details":[{"a":1}],"message":"m","ok":false}`, ErrorInfo{Message: "m"}},
		{"escapes", `{"message":"é \u00e9 \"q\""}`, ErrorInfo{Message: `é é "q"`}},
		{"nothing", ``, ErrorInfo{}},
		{"white space", " \n", ErrorInfo{}},
		{"empty object", `{}`, ErrorInfo{}},
		{"null", `null`, ErrorInfo{}},
		{"array", `[{"message":"m","__type":"T"}]`, ErrorInfo{}},
		{"string", `"message"`, ErrorInfo{}},
		{"number", `429`, ErrorInfo{}},
		{"HTML", `<html><body>{"message":"m"}</body></html>`, ErrorInfo{}},
		{"invalid UTF-8", "{\"message\":\"\xff\"}", ErrorInfo{Message: "\ufffd"}},
		{"members before the truncation count", `{"__type":"T","message":"m","reas`, ErrorInfo{Code: "T", Message: "m"}},
		{"truncated in the message", `{"__type":"T","message":"m`, ErrorInfo{Code: "T"}},
		{"trailing garbage", `{"__type":"T","message":"m"} garbage`, ErrorInfo{Code: "T", Message: "m"}},
		{"members before a syntax error count", `{"__type":"T" "message":"m"}`, ErrorInfo{Code: "T"}},
		{"too deep", `{"__type":"T","deep":` + strings.Repeat("[", 20_000), ErrorInfo{Code: "T"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ParseError(http.Header{}, []byte(tt.body)); got != tt.want {
				t.Errorf("ParseError(%.100s)\n got %+v\nwant %+v", tt.body, got, tt.want)
			}
			// The header's code has priority over any body.
			want := tt.want
			want.Code = "FromHeader"
			header := http.Header{"X-Amzn-Errortype": {"FromHeader"}}
			if got := ParseError(header, []byte(tt.body)); got != want {
				t.Errorf("ParseError with a header code (%.100s)\n got %+v\nwant %+v", tt.body, got, want)
			}
		})
	}
}

// A body may be truncated anywhere. The result must contain the header's code, and never
// half of a message.
func TestParseErrorTruncatedAnywhere(t *testing.T) {
	const body = `{"reason":"r","detail":{"a":[1,null]},"message":"the message","__type":"ns#T:uri"}`
	for n := range len(body) {
		got := ParseError(http.Header{"X-Amzn-Errortype": {"H"}}, []byte(body[:n]))
		if got.Code != "H" || got.Message != "" && got.Message != "the message" || got.Reason != "" && got.Reason != "r" {
			t.Errorf("ParseError(%s) = %+v, want code H and no truncated text", body[:n], got)
		}
	}
}
