package restjson

import (
	"fmt"
	"math/big"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	smithytime "github.com/aws/smithy-go/time"
)

func decodeTime(doc string) (*time.Time, error) {
	d := NewDecoder([]byte(doc))
	got := d.Time()
	return got, d.End()
}

func TestDecodeTime(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		// Numbers of seconds, as in the API document.
		{"zero", `0`, "1970-01-01T00:00:00Z"},
		{"minus zero", `-0`, "1970-01-01T00:00:00Z"},
		{"zero with an exponent", `0e999999`, "1970-01-01T00:00:00Z"},
		{"seconds", `1582533000`, "2020-02-24T08:30:00Z"},
		{"milliseconds", `1582533000.123`, "2020-02-24T08:30:00.123Z"},
		{"nanoseconds, which no float64 holds", `1582533000.123456789`, "2020-02-24T08:30:00.123456789Z"},
		{"more digits are truncated, not rounded", `1582533000.1234567899`, "2020-02-24T08:30:00.123456789Z"},
		{"trailing zeros", `1582533000.500000000000`, "2020-02-24T08:30:00.5Z"},
		{"small fraction", `0.000000001`, "1970-01-01T00:00:00.000000001Z"},
		{"smaller fraction", `0.0000000009`, "1970-01-01T00:00:00Z"},
		{"exponent", `1.5e9`, "2017-07-14T02:40:00Z"},
		{"exponent moves the point into the digits", `1.582533000123456789E+9`, "2020-02-24T08:30:00.123456789Z"},
		{"exponent with plus", `1E+3`, "1970-01-01T00:16:40Z"},
		{"negative exponent", `1582533000123e-3`, "2020-02-24T08:30:00.123Z"},
		{"leading zeros of the exponent", `1e0000000000000000000000000000009`, "2001-09-09T01:46:40Z"},
		{"leading zeros of the fraction", `0.001e12`, "2001-09-09T01:46:40Z"},
		{"far too small", `1e-400`, "1970-01-01T00:00:00Z"},
		{"an exponent that no int holds", `1e-99999999999999999999999`, "1970-01-01T00:00:00Z"},
		{"the minimum exponent of an int64", `0.01e-9223372036854775808`, "1970-01-01T00:00:00Z"},
		{"negative", `-1`, "1969-12-31T23:59:59Z"},
		{"negative fraction", `-0.5`, "1969-12-31T23:59:59.5Z"},
		{"negative seconds and fraction", `-1.25`, "1969-12-31T23:59:58.75Z"},
		{"first second of year 1", `-62135596800`, "0001-01-01T00:00:00Z"},
		{"last nanosecond of year 9999", `253402300799.999999999`, "9999-12-31T23:59:59.999999999Z"},

		// ISO 8601, as in the models.
		{"UTC", `"2020-02-24T08:30:00Z"`, "2020-02-24T08:30:00Z"},
		{"ISO milliseconds", `"2020-02-24T08:30:00.123Z"`, "2020-02-24T08:30:00.123Z"},
		{"ISO nanoseconds", `"2020-02-24T08:30:00.123456789Z"`, "2020-02-24T08:30:00.123456789Z"},
		{"ISO digits beyond nanoseconds are truncated", `"2020-02-24T08:30:00.1234567899Z"`, "2020-02-24T08:30:00.123456789Z"},
		{"one digit of a fraction", `"2020-02-24T08:30:00.5Z"`, "2020-02-24T08:30:00.5Z"},
		{"offset ahead", `"2020-02-24T08:30:00+05:30"`, "2020-02-24T03:00:00Z"},
		{"offset behind, into the next day", `"2020-02-24T20:30:00.25-08:00"`, "2020-02-25T04:30:00.25Z"},
		{"offset without a colon", `"2020-02-24T08:30:00+0530"`, "2020-02-24T03:00:00Z"},
		{"no zone is UTC", `"2020-02-24T08:30:00"`, "2020-02-24T08:30:00Z"},
		{"no zone, with a fraction", `"2020-02-24T08:30:00.75"`, "2020-02-24T08:30:00.75Z"},
		{"minutes", `"2020-02-24T08:30"`, "2020-02-24T08:30:00Z"},
		{"date only", `"2020-02-24"`, "2020-02-24T00:00:00Z"},
		{"leap day", `"2020-02-29T00:00:00Z"`, "2020-02-29T00:00:00Z"},
		{"year 1", `"0001-01-01T00:00:00Z"`, "0001-01-01T00:00:00Z"},
		{"first day of year 1", `"0001-01-01"`, "0001-01-01T00:00:00Z"},
		{"last second of year 9999, no zone", `"9999-12-31T23:59:59"`, "9999-12-31T23:59:59Z"},
		{"year 9999", `"9999-12-31T23:59:59.999999999Z"`, "9999-12-31T23:59:59.999999999Z"},
		{"escaped characters", `"2020\u002d02-24"`, "2020-02-24T00:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decodeTime(tt.doc)
			if err != nil || got == nil {
				t.Fatalf("Time() of %s = %v, %v, want %s", tt.doc, got, err, tt.want)
			}
			if text := got.Format(time.RFC3339Nano); text != tt.want || got.Location() != time.UTC {
				t.Errorf("Time() of %s = %s in %s, want %s in UTC", tt.doc, text, got.Location(), tt.want)
			}
		})
	}
}

func TestDecodeTimeErrors(t *testing.T) {
	const outside = ": the number of seconds is outside the years 1 to 9999"
	iso := func(text string) string {
		return fmt.Sprintf(": %q is not an ISO 8601 timestamp such as 2020-02-24T08:30:00Z", text)
	}
	tests := []struct{ name, doc, want string }{
		{"second before year 1", `-62135596801`, outside},
		{"part of a second before year 1", `-62135596800.5`, outside},
		{"nanosecond before year 1", `-62135596800.000000001`, outside},
		{"first second of year 10000", `253402300800`, outside},
		{"thirteen digits, as in milliseconds", `1582533000123`, outside},
		{"beyond a float64", `1e400`, outside},
		{"negative beyond a float64", `-1e400`, outside},
		{"eleven digits of exponent", `1e99999999999`, outside},
		{"the maximum exponent of an int64", `1e9223372036854775807`, outside},
		{"an exponent that no int holds", `1e99999999999999999999999`, outside},
		{"empty", `""`, iso("")},
		{"words", `"yesterday"`, iso("yesterday")},
		{"number in a string", `"1582533000"`, iso("1582533000")},
		{"year only", `"2020"`, iso("2020")},
		{"no such day", `"2021-02-29"`, iso("2021-02-29")},
		{"no such month", `"2020-13-01T00:00:00Z"`, iso("2020-13-01T00:00:00Z")},
		{"no such hour", `"2020-02-24T24:30:00Z"`, iso("2020-02-24T24:30:00Z")},
		{"year 10000 in UTC", `"9999-12-31T23:59:59-01:00"`, iso("9999-12-31T23:59:59-01:00")},
		{"year 0 in UTC", `"0001-01-01T00:00:00+01:00"`, iso("0001-01-01T00:00:00+01:00")},
		{"HTTP date", `"Mon, 24 Feb 2020 08:30:00 GMT"`, iso("Mon, 24 Feb 2020 08:30:00 GMT")},
		{"space for T", `"2020-02-24 08:30:00Z"`, iso("2020-02-24 08:30:00Z")},
		{"trailing garbage", `"2020-02-24T08:30:00Zx"`, iso("2020-02-24T08:30:00Zx")},
		{"second of one digit", `"2020-02-24T08:30:0Z"`, iso("2020-02-24T08:30:0Z")},
		{"garbage of 64 bytes is not truncated", `"` + strings.Repeat("x", 64) + `"`, iso(strings.Repeat("x", 64))},
		{"long garbage is truncated", `"` + strings.Repeat("x", 65) + `"`, iso(strings.Repeat("x", 64) + "...")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decodeTime(tt.doc)
			want := fmt.Sprintf("invalid JSON at byte %d%s", len(tt.doc), tt.want)
			if got != nil || fmt.Sprint(err) != want {
				t.Errorf("Time() of %s\n got %v, %v\nwant nil, %s", tt.doc, got, err, want)
			}
		})
	}
}

func TestQueryTime(t *testing.T) {
	zone := time.FixedZone("", 5*3600+1800)
	second := func(nanos int) time.Time { return time.Date(2020, 2, 24, 9, 0, 0, nanos, time.UTC) }
	tests := []struct {
		name        string
		time        time.Time
		floor, ceil string
	}{
		{"whole seconds", second(0), "2020-02-24T09:00:00Z", "2020-02-24T09:00:00Z"},
		{"a tenth", second(100_000_000), "2020-02-24T09:00:00.1Z", "2020-02-24T09:00:00.1Z"},
		{"a millisecond", second(1_000_000), "2020-02-24T09:00:00.001Z", "2020-02-24T09:00:00.001Z"},
		{"nine digits", second(123_456_789), "2020-02-24T09:00:00.123Z", "2020-02-24T09:00:00.124Z"},
		{"one nanosecond", second(1), "2020-02-24T09:00:00Z", "2020-02-24T09:00:00.001Z"},
		{"one nanosecond below a millisecond", second(999_999), "2020-02-24T09:00:00Z", "2020-02-24T09:00:00.001Z"},
		{"into the next second", second(999_000_001), "2020-02-24T09:00:00.999Z", "2020-02-24T09:00:01Z"},
		{"into the next year", time.Date(2019, 12, 31, 23, 59, 59, 999_999_999, time.UTC), "2019-12-31T23:59:59.999Z", "2020-01-01T00:00:00Z"},
		{"another zone", time.Date(2020, 2, 24, 3, 0, 0, 5, zone), "2020-02-23T21:30:00Z", "2020-02-23T21:30:00.001Z"},
		{"before 1970", time.Date(1969, 12, 31, 23, 59, 59, 500_000_001, time.UTC), "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.501Z"},
		{"the first nanosecond of the year 1", time.Time{}.Add(1), "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.001Z"},
		{"a nanosecond into the last second of the year 9999", time.Date(9999, 12, 31, 23, 59, 59, 1, time.UTC), "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.001Z"},
		{"the last millisecond of the year 9999", time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC), "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
		{"the last nanosecond of the year 9999", time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC), "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
		{"the last nanosecond of the year 9999, in another zone", time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC).In(zone), "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
		// Only SkipInputValidation sends these. The service refuses them.
		{"the year 10000", time.Date(10000, 1, 1, 0, 0, 0, 1, time.UTC), "10000-01-01T00:00:00Z", "10000-01-01T00:00:00.001Z"},
		{"the year 0", time.Date(0, 12, 31, 23, 59, 59, 999_999_999, time.UTC), "0000-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for add, want := range map[string]string{"Floor": tt.floor, "Ceil": tt.ceil} {
				r := NewRequest("/x")
				if add == "Floor" {
					r.QueryTimeFloor("t", &tt.time)
				} else {
					r.QueryTimeCeil("t", &tt.time)
				}
				got, err := url.ParseQuery(apply(t, r, "GET").URL.RawQuery)
				if err != nil || got.Get("t") != want {
					t.Errorf("QueryTime%s(%v) adds %q, want %q", add, tt.time, got.Get("t"), want)
				}
				// Whole milliseconds are written as the official Go clients write them.
				if exact, err := ParseTime(want); err == nil && smithytime.FormatDateTime(exact) != want {
					t.Errorf("the official clients send %q, want %q", smithytime.FormatDateTime(exact), want)
				}
			}
		})
	}
}

// ordinary matches numbers that big.Rat can hold in little memory.
var ordinary = regexp.MustCompile(`^-?\d{1,40}(\.\d{1,40})?([eE][+-]?\d{1,2})?$`)

// FuzzTime checks that reading a timestamp never panics, that big.Rat computes the same
// time for ordinary numbers, and that a time that was read can be written and read again.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{
		"1582533000.123456789", "-0.5", "1.5e9", "1e-400", "1e99999999999", "-62135596800.5",
		"253402300799.9999999999", `"2020-02-24T08:30:00.5+05:30"`, `"2020-02-24"`, "null", `""`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		got, err := decodeTime(doc)
		if err == nil && got != nil {
			if year := got.Year(); 1 <= year && year <= 9999 {
				back, err := ParseTime(got.Format(time.RFC3339Nano))
				if err != nil || !back.Equal(*got) {
					t.Errorf("%s is read as %v, written as %s and read as %v, %v", doc, got, got.Format(time.RFC3339Nano), back, err)
				}
			}
		}
		if !ordinary.MatchString(doc) || Valid([]byte(doc)) != nil {
			return
		}
		want, inside := exactTime(t, doc)
		switch {
		case !inside && (err == nil || !strings.HasSuffix(err.Error(), errEpoch.Error())):
			t.Errorf("Time() of %s = %v, %v, want the error %v", doc, got, err, errEpoch)
		case inside && (err != nil || got == nil || !got.Equal(want)):
			t.Errorf("Time() of %s = %v, %v, want %v", doc, got, err, want)
		}
	})
}

// exactTime computes a number's time with big integers, and reports whether its year is 1
// to 9999.
func exactTime(t *testing.T, number string) (time.Time, bool) {
	seconds, ok := new(big.Rat).SetString(number)
	if !ok {
		t.Fatalf("big.Rat does not read %q", number)
	}
	seconds.Mul(seconds, big.NewRat(1e9, 1))
	nanos := new(big.Int).Quo(seconds.Num(), seconds.Denom()) // toward zero
	whole, rest := new(big.Int).QuoRem(nanos, big.NewInt(1e9), new(big.Int))
	if !whole.IsInt64() {
		return time.Time{}, false
	}
	at := time.Unix(whole.Int64(), rest.Int64()).UTC()
	inside := whole.CmpAbs(big.NewInt(1e12)) < 0 && at.Year() >= 1 && at.Year() <= 9999
	return at, inside
}

// parseUTC parses a string with a lastDay that has parsed another day. It checks that an
// unused lastDay returns the same.
func parseUTC(s string) (time.Time, bool) {
	var fresh, used lastDay
	used.utc([]byte("2020-02-24T00:00:00Z"))
	t, n, ok := used.utc([]byte(s))
	if t2, n2, ok2 := fresh.utc([]byte(s)); t2 != t || n2 != n || ok2 != ok {
		panic(fmt.Sprintf("%q: %v, %d, %t with a fresh lastDay, %v, %d, %t with a used one", s, t2, n2, ok2, t, n, ok))
	}
	return t, ok && n == len(s)
}

// parseUTC parses the format that services send, without package time.
func TestParseUTC(t *testing.T) {
	for _, s := range []string{"2020-02-24T08:30:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "2024-02-29T00:00:00.1Z"} {
		want, err := time.Parse(time.RFC3339, s)
		if got, ok := parseUTC(s); !ok || got != want || err != nil {
			t.Errorf("parseUTC(%q) = %v, %t, want %v (%v)", s, got, ok, want, err)
		}
	}
}

// A date of NUL bytes equals the zero value of a lastDay.
func TestParseUTCWithNUL(t *testing.T) {
	if got, ok := parseUTC(strings.Repeat("\x00", 10) + "T08:30:00Z"); ok {
		t.Errorf("got %v, want an error", got)
	}
	if got, ok := parseUTC("\x00\x00\x00\x00-\x00\x00-\x00\x00T08:30:00Z"); ok {
		t.Errorf("got %v, want an error", got)
	}
}

// Every day of five centuries, and invalid days before and after the months.
func TestParseUTCEveryDay(t *testing.T) {
	for year := 1800; year < 2300; year++ {
		for month := 0; month <= 13; month++ {
			for day := 0; day <= 32; day++ {
				s := fmt.Sprintf("%04d-%02d-%02dT12:34:56Z", year, month, day)
				want, err := time.Parse(time.RFC3339, s)
				if got, ok := parseUTC(s); ok != (err == nil) || ok && got != want {
					t.Fatalf("parseUTC(%q) = %v, %t, want %v (%v)", s, got, ok, want, err)
				}
			}
		}
	}
}

// FuzzParseUTC checks that parseUTC accepts only times that package time accepts, with
// the same results.
func FuzzParseUTC(f *testing.F) {
	for _, seed := range []string{
		"2020-02-24T08:30:00.123Z", "2023-02-29T08:30:00Z", "2020-02-24T08:30:60Z", "2020-13-24T08:30:00Z", "2020-00-00T24:00:00Z",
		"2020-02-24T08:30:00.Z", "2020-02-24T08:30:00.1234567890Z", "2020-02-24T08:30:00.12x4Z", "20x0-02-24T08:30:00Z", "0000-02-24T08:30:00Z",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := parseUTC(s)
		if want, err := time.Parse(time.RFC3339, s); ok && (err != nil || got != want) {
			t.Errorf("parseUTC(%q) = %v, want %v (%v)", s, got, want, err)
		}
	})
}
