package restjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzValid compares the Decoder with encoding/json: both must accept the same documents
// and decode the same strings.
func FuzzValid(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(`["\ud800","\udc00\ud800","\ud83d\ude00","\u00zz"]`))
	f.Add([]byte("\"\xff\xc3 \xe2\x82\xac\x1f\""))
	f.Add([]byte(`[-0,1.5E+3,01,1e400]`))
	f.Add([]byte(`{"a":1,} {}`))
	f.Add([]byte(`"text"`))
	f.Fuzz(func(t *testing.T, data []byte) {
		err := Valid(data)
		if want := json.Valid(data); (err == nil) != want {
			t.Fatalf("Valid(%q) = %v, want valid=%t as encoding/json says", data, err, want)
		}
		if err != nil {
			return
		}
		want := jsonStrings(t, data)
		for _, last := range []*previousObject{nil, new(previousObject)} { // outside and inside a list
			d := NewDecoder(data)
			d.previous = last
			got := collectStrings(d, nil)
			if err := d.End(); err != nil {
				t.Fatalf("reading %q: %v, want nil: the document is valid", data, err)
			}
			if d.Release(); !slices.Equal(got, want) {
				t.Errorf("strings of %q\n got %q\nwant %q", data, got, want)
			}
		}
	})
}

// collectStrings appends all member names and strings of the next value.
func collectStrings(d *Decoder, found []string) []string {
	switch {
	case d.IsString():
		return append(found, d.Text())
	case d.IsObject():
		for d.Object(); d.Next(); {
			found = append(found, string(d.Key()))
			found = collectStrings(d, found)
		}
	case d.Err() == nil && d.peek() == '[':
		for d.Array(); d.Next(); {
			found = collectStrings(d, found)
		}
	default:
		d.Skip()
	}
	return found
}

// jsonStrings returns the same strings as decoded by encoding/json.
func jsonStrings(t *testing.T, data []byte) (found []string) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatalf("encoding/json cannot read the tokens of %q: %v", data, err)
		}
		if s, ok := token.(string); ok {
			found = append(found, s)
		}
	}
}

// FuzzAppendString checks that encoding/json and the Decoder read the same string from
// AppendString's output.
func FuzzAppendString(f *testing.F) {
	f.Add("")
	f.Add("a\"\\/<>&\b\f\n\r\t\x00\x1f\x7f")
	f.Add("é€😀\u2028\u2029\ufffd")
	f.Add("\xff\xc3\xed\xa0\x80 cut \xe2\x82")
	f.Add(`{"Text":"\"quoted\"","Lines":[` + "\n\t\r\n" + `"12345678"]}`)
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\ufffd")
		encoded := AppendString(nil, s)
		room := bytes.Repeat([]byte{'#'}, len(encoded)+16)
		if AppendString(room[:0], s); string(room[len(encoded):]) != strings.Repeat("#", 16) {
			t.Fatalf("AppendString(%q) wrote past its end: %q", s, room)
		}
		var got string
		if err := json.Unmarshal(encoded, &got); err != nil || got != s {
			t.Fatalf("AppendString(%q) = %s, read by encoding/json as %q, %v", s, encoded, got, err)
		}
		d := NewDecoder(encoded)
		if got := d.Text(); d.End() != nil || got != s {
			t.Errorf("AppendString(%q) = %s, read by the Decoder as %q, %v", s, encoded, got, d.Err())
		}
		if got, want := RuneCount(s), utf8.RuneCountInString(s); got != want {
			t.Errorf("RuneCount of %q = %d, want %d", s, got, want)
		}
		if got := EncodedLen(s); got != len(encoded) && !strings.Contains(string(encoded), `\u00`) {
			t.Errorf("EncodedLen(%q) = %d, want %d", s, got, len(encoded))
		}
	})
}

// FuzzList compares lists, whose values share memory, with encoding/json: strings of
// every length, repeated strings, and times.
func FuzzList(f *testing.F) {
	f.Add("invoice-1,arn,arn,invoice-2,arn,,é\x00\\", uint16(1))
	f.Add(strings.Repeat("x", 3*maxSharedLen)+",a,"+strings.Repeat("y,", 400), uint16(40))
	f.Fuzz(func(t *testing.T, texts string, nulls uint16) {
		type element struct {
			A, B *string
			C    string
			T    *time.Time
		}
		var want []element
		values := strings.Split(strings.ToValidUTF8(texts, ""), ",")
		for i := 0; i+2 < len(values); i += 3 {
			e := element{A: &values[i], B: &values[i+1], C: values[i+2]}
			if nulls>>(i%16)&1 == 0 {
				at := time.Unix(int64(i*len(texts)), int64(nulls)).UTC()
				e.T = &at
			}
			want = append(want, e)
		}
		if len(want) > MaxItems {
			t.Skip("more items than a document may contain")
		}
		document, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		d := NewDecoder(document)
		got := List(d, func(e *element) {
			for d.Object(); d.Next(); {
				switch string(d.Key()) {
				case "A":
					e.A = d.String()
				case "B":
					e.B = d.String()
				case "C":
					e.C = d.Text()
				case "T":
					e.T = d.Time()
				}
			}
		})
		if err := d.End(); err != nil {
			t.Fatal(err)
		}
		clear(document) // the decoded values must not change
		if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
			t.Errorf("encoding/json (-) and List (+):\n%s", diff)
		}
	})
}

// FuzzParseError passes any body and header to ParseError. It must not panic, must prefer
// the header's code, and must read a JSON object as encoding/json does.
func FuzzParseError(f *testing.F) {
	for _, body := range []string{`{"__type":"ns#Code:http://x","message":"m","reason":"r"}`, `{"code":"Code","Message":"m"}`, `{"__type":{},"code":7,"message":null}`, `{"__type":"C`, "<html>", ""} {
		f.Add("", body)
		f.Add("a#b:c", body)
	}
	f.Fuzz(func(t *testing.T, code, body string) {
		header := http.Header{"X-Amzn-Errortype": {code}}
		if got := ParseError(header, []byte(body)); bareCode(code) != "" && got.Code != bareCode(code) {
			t.Errorf("code %q, want the header's %q", got.Code, bareCode(code))
		}
		var members map[string]any
		if json.Unmarshal([]byte(body), &members) != nil {
			return
		}
		for member := range members { // for names that differ only in case, the map has lost the order
			for _, name := range []string{"__type", "code", "message"} {
				if member != name && strings.EqualFold(member, name) {
					delete(members, member)
				}
			}
		}
		canonical, err := json.Marshal(members) // contains each member once
		if err != nil {
			t.Fatal(err)
		}
		text := func(name string) string { s, _ := members[name].(string); return s }
		want := ErrorInfo{Code: bareCode(text("__type")), Message: text("message"), Reason: text("reason")}
		if want.Code == "" {
			want.Code = bareCode(text("code"))
		}
		if got := ParseError(http.Header{}, canonical); got != want {
			t.Errorf("%s: got %+v, want %+v", canonical, got, want)
		}
	})
}
