package restjson

import "time"

// lastDay parses times in the form that services send, such as 2020-02-24T08:30:00.123Z, at
// a tenth of the cost of package time. It remembers the day of the last time, because most
// times of a page are on the same day.
type lastDay struct {
	date     [len("2020-02-24")]byte
	midnight int64 // in seconds since 1970
}

// utc parses the time at the start of b, and returns its length. ok is false for any other
// form and for an invalid time.
func (l *lastDay) utc(b []byte) (t time.Time, n int, ok bool) {
	const whole = len("2020-02-24T08:30:00")
	if len(b) <= whole || b[4] != '-' || b[7] != '-' || b[10] != 'T' || b[13] != ':' || b[16] != ':' || !l.read([10]byte(b)) {
		return t, 0, false
	}
	hour, minute, second := twoDigits(b[11:]), twoDigits(b[14:]), twoDigits(b[17:])
	nanos, n := fraction(b[whole:])
	if n += whole; hour > 23 || minute > 59 || second > 59 || !isAt(b, n, 'Z') {
		return t, 0, false
	}
	return time.Unix(l.midnight+int64(hour*3600+minute*60+second), nanos).UTC(), n + 1, true
}

// read parses a date such as 2020-02-24, and reports whether it is valid.
func (l *lastDay) read(date [10]byte) bool {
	if date == l.date {
		return true
	}
	year := twoDigits(date[:])*100 + twoDigits(date[2:])
	month, day := twoDigits(date[5:]), twoDigits(date[8:])
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 {
		return false
	}
	midnight := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if midnight.Day() != day { // the month has fewer days
		return false
	}
	l.date, l.midnight = date, midnight.Unix()
	return true
}

// fraction parses the fraction of a second at the start of b, and returns its length. It
// returns 0, 0 unless b starts with a point and one to nine digits.
func fraction(b []byte) (nanos int64, n int) {
	if !isAt(b, 0, '.') {
		return 0, 0
	}
	for n = 1; n < len(b) && isDigit(b[n]); n++ {
		nanos = nanos*10 + int64(b[n]-'0')
	}
	if n == 1 || n > len(".123456789") {
		return 0, 0
	}
	for range len(".123456789") - n {
		nanos *= 10
	}
	return nanos, n
}

// twoDigits parses the two digits at the start of b. If there are none, it returns 10,000,
// which is too large for every part of a time.
func twoDigits(b []byte) int {
	const invalid = 10_000
	if !isDigit(b[0]) || !isDigit(b[1]) {
		return invalid
	}
	return int(b[0]-'0')*10 + int(b[1]-'0')
}
