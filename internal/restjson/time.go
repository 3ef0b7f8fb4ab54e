package restjson

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// timeLayouts are the accepted forms of ISO 8601. Go accepts a fraction of a second after
// any of them. A time without a zone is UTC.
var timeLayouts = []string{
	time.RFC3339,
	"2006-01-02T15:04:05",
	"2006-01-02T15:04:05-0700",
	"2006-01-02T15:04",
	"2006-01-02",
}

// ParseTime parses an ISO 8601 timestamp, with up to nanoseconds, and returns it in UTC.
func ParseTime(s string) (time.Time, error) {
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil && minEpoch <= t.Unix() && t.Unix() <= maxEpoch {
			return t.UTC(), nil
		}
	}
	if len(s) > 64 {
		s = s[:64] + "..."
	}
	return time.Time{}, fmt.Errorf("%q is not an ISO 8601 timestamp such as 2020-02-24T08:30:00Z", s)
}

// FloorMillis returns the last whole millisecond that is not after t.
func FloorMillis(t time.Time) time.Time { return t.Truncate(time.Millisecond) }

// CeilMillis returns the first whole millisecond that is not before t. RFC 3339 cannot
// represent the year 10000, so for a later time in 9999 it returns the year's last
// millisecond.
func CeilMillis(t time.Time) time.Time {
	floor := FloorMillis(t)
	ceil := floor.Add(time.Millisecond)
	if floor.Equal(t) || t.Unix() == maxEpoch && ceil.Unix() > maxEpoch {
		return floor
	}
	return ceil
}

// FormatMillis formats t as AWS's documents do: in UTC, with milliseconds.
func FormatMillis(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// The first and last second of the years 1 to 9999, the range of RFC 3339.
const (
	minEpoch = -62135596800
	maxEpoch = 253402300799
)

// farOut is an exponent that is out of range, but small enough for arithmetic.
const farOut = 1 << 30

var errEpoch = errors.New("the number of seconds is outside the years 1 to 9999")

// parseEpoch parses a JSON number of seconds since 1970. It uses the decimal digits, since
// a float64 represents today's times only to a quarter of a microsecond.
func parseEpoch(s string) (time.Time, error) {
	number, negative := strings.CutPrefix(s, "-")
	mantissa, exponent := number, 0
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		mantissa = number[:i]
		exponent, _ = strconv.Atoi(number[i+1:]) // out of range, Atoi returns the nearest int
		exponent = max(-farOut, min(exponent, farOut))
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return time.Unix(0, 0).UTC(), nil
	}
	// The value is 0.digits × 10^point.
	point := len(whole) + exponent - (len(whole) + len(fraction) - len(digits))
	if point > 12 {
		return time.Time{}, errEpoch
	}
	var seconds, nanos int64
	for i := 0; i < point; i++ {
		seconds = seconds*10 + digitAt(digits, i)
	}
	for i := point; i < point+9; i++ {
		nanos = nanos*10 + digitAt(digits, i)
	}
	if negative {
		seconds, nanos = -seconds, -nanos
	}
	if seconds < minEpoch || seconds == minEpoch && nanos < 0 || seconds > maxEpoch {
		return time.Time{}, errEpoch
	}
	return time.Unix(seconds, nanos).UTC(), nil
}

// digitAt returns the digit at position i, or 0 outside of digits.
func digitAt(digits string, i int) int64 {
	if i < 0 || i >= len(digits) {
		return 0
	}
	return int64(digits[i] - '0')
}
