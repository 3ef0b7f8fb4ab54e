package paginators_test

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/paginators"
)

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func TestStartingTokens(t *testing.T) {
	for _, tc := range []struct {
		name, token, want string // want is in the error; "" if the token is valid
	}{
		{"botocore's first page", b64(`{"NextToken": null, "boto_truncate_amount": 4}`), ""},
		{"botocore's page boundary", b64(`{"NextToken": "10"}`), ""},
		{"other spacing and order", b64(` {"boto_truncate_amount":4,"NextToken":"10"} `), ""},
		{"trailing line break, as in files", b64(`{"NextToken": "10"}`) + "\r\n", ""},
		{"amount 0", b64(`{"NextToken": "10", "boto_truncate_amount": 0}`), ""},
		{"not base64", "{}", "it is not base64"},
		{"base64 without padding", strings.TrimRight(b64(`{"NextToken": "10"}`), "="), "it is not base64"},
		{"not JSON", b64("hello"), "it is not base64 of a JSON object"},
		{"JSON null", b64("null"), "it is not base64 of a JSON object"},
		{"a list", b64("[]"), "it is not base64 of a JSON object"},
		{"trailing data", b64(`{"NextToken": "1"} {}`), "it is not base64 of a JSON object"},
		{"token of another operation", b64(`{"Marker": "1"}`), "it has no member NextToken: it may belong to another operation"},
		{"Bedrock's", b64(`{"nextToken": "1"}`), "it has no member NextToken"},
		{"more members", b64(`{"NextToken": "1", "Marker": "2"}`), "it has the unknown member Marker"},
		{"token of another type", b64(`{"NextToken": 1}`), "its NextToken is not a string"},
		{"negative amount", b64(`{"NextToken": "1", "boto_truncate_amount": -1}`), "its boto_truncate_amount is not a number of items"},
		{"amount of another type", b64(`{"NextToken": "1", "boto_truncate_amount": "1"}`), "its boto_truncate_amount is not a number of items"},
		{"amount with a fraction", b64(`{"NextToken": "1", "boto_truncate_amount": 1.5}`), "its boto_truncate_amount is not a number of items"},
		{"amount too large", b64(`{"NextToken": "1", "boto_truncate_amount": 99999999999999999999}`), "its boto_truncate_amount is not a number of items"},
		{"long", strings.Repeat("ü", 10_000), `"` + strings.Repeat("ü", 32) + `..." is not a resume token: it is not base64`},
		{"long, truncated between characters", "a" + strings.Repeat("ü", 32), `"a` + strings.Repeat("ü", 31) + `..."`},
		{"as long as the error shows", strings.Repeat("-", 64), `"` + strings.Repeat("-", 64) + `"`},
		{"not UTF-8", strings.Repeat("\x80", 65), `"..."`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := newList(30, 10)
			_, err := l.paginator(startAt(tc.token)).NextPage(context.Background())
			if tc.want == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			var refused *paginators.StartingTokenError
			if !errors.As(err, &refused) || refused.Token != tc.token || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("got %v, want a StartingTokenError that says %q", err, tc.want)
			}
			if l.calls > 0 {
				t.Error("a refused token was sent to the service")
			}
			if len(err.Error()) > 500 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
}

// A resume token contains the escapes that Python's json.dumps writes.
func TestResumeTokenEscapes(t *testing.T) {
	for token, want := range map[string]string{
		" ~":         `" ~"`,
		"\x1f\x7f":   `"\u001f\u007f"`,
		"\"\\\n\r\t": `"\"\\\n\r\t"`,
		"é😀\uffff":   `"\u00e9\ud83d\ude00\uffff"`,
	} {
		if got, want := newList(0, 1).paginator(startAt(token+"___0")).ResumeToken(), b64(`{"NextToken": `+want+`}`); got != want {
			t.Errorf("the token %q is in %s, want %s", token, got, want)
		}
	}
}

// A StartingToken becomes a resume token that is unchanged when it is read and written
// again. Nothing panics.
func FuzzStartingToken(f *testing.F) {
	f.Add(b64(`{"NextToken": null, "boto_truncate_amount": 4}`))
	f.Add(b64(`{"NextToken": "\ud83d\ude00\u007f"}`))
	f.Add("t10___3")
	f.Add("None___3")
	f.Add("")
	f.Fuzz(func(t *testing.T, token string) {
		p := newList(0, 1).paginator(startAt(token))
		again := newList(0, 1).paginator(startAt(p.ResumeToken()))
		if p.ResumeToken() != again.ResumeToken() {
			t.Errorf("token %q changed to %q, then %q", token, p.ResumeToken(), again.ResumeToken())
		}
	})
}
