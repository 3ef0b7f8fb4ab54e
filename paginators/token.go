package paginators

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// position is the position of an item: the token of its page, and the number of items
// before it in the page.
type position struct {
	token *string // nil is the first page
	skip  int
}

// truncateKey is botocore's name for the number of items to skip.
const truncateKey = "boto_truncate_amount"

// encodeToken writes a position as botocore does: base64 of the text that
// Python's json.dumps writes.
func encodeToken(at position, key string) string {
	text := append(appendPython([]byte{'{'}, key), ": "...)
	if at.token == nil {
		text = append(text, "null"...)
	} else {
		text = appendPython(text, *at.token)
	}
	if at.skip > 0 {
		text = append(appendPython(append(text, ", "...), truncateKey), ": "...)
		text = strconv.AppendInt(text, int64(at.skip), 10)
	}
	return base64.StdEncoding.EncodeToString(append(text, '}'))
}

// appendPython writes a JSON string as Python does: everything but printable
// ASCII is escaped.
func appendPython(dst []byte, s string) []byte {
	short := map[rune]string{'"': `\"`, '\\': `\\`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\b': `\b`, '\f': `\f`}
	dst = append(dst, '"')
	for _, r := range s {
		escape, isShort := short[r]
		switch {
		case isShort:
			dst = append(dst, escape...)
		case ' ' <= r && r <= '~':
			dst = append(dst, byte(r))
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			dst = fmt.Appendf(dst, `\u%04x\u%04x`, high, low)
		default:
			dst = fmt.Appendf(dst, `\u%04x`, r)
		}
	}
	return append(dst, '"')
}

// parseToken reads a position that encodeToken or botocore wrote.
func parseToken(token, key string) (at position, err error) {
	members, err := decodeMembers(token)
	if err != nil {
		if at, ok := parseOldToken(token); ok {
			return at, nil
		}
		return at, notResumeToken(err)
	}
	value, ok := members[key]
	if !ok {
		return at, notResumeToken(fmt.Errorf("it has no member %s: it may belong to another operation", key))
	}
	for name := range members {
		if name != key && name != truncateKey {
			return at, notResumeToken(fmt.Errorf("it has the unknown member %s", clip(name)))
		}
	}
	if err := json.Unmarshal(value, &at.token); err != nil {
		return at, fmt.Errorf("its %s is not a string", key)
	}
	if at.token != nil && *at.token == "" {
		at.token = nil
	}
	if amount, ok := members[truncateKey]; ok {
		if at.skip, err = strconv.Atoi(string(amount)); err != nil || at.skip < 0 {
			return position{}, fmt.Errorf("its %s is not a number of items", truncateKey)
		}
	}
	return at, nil
}

// checkResumeToken checks a token that encodeToken wrote, of any operation.
func checkResumeToken(token string) error {
	members, err := decodeMembers(token)
	if err != nil {
		return err
	}
	delete(members, truncateKey)
	if len(members) != 1 {
		return fmt.Errorf("it has %d page tokens, not 1", len(members))
	}
	for key := range members {
		_, err = parseToken(token, key)
	}
	return err
}

// notResumeToken adds how to begin at a page token of the service, because an invalid
// token may be such a token, even if it is base64 of JSON.
func notResumeToken(err error) error {
	return fmt.Errorf("%w; to begin at a page token of the service itself, set it in the input instead", err)
}

// decodeMembers returns the members of the JSON object that a token contains.
func decodeMembers(token string) (members map[string]json.RawMessage, err error) {
	text, err := base64.StdEncoding.Strict().DecodeString(token)
	if err != nil {
		return nil, fmt.Errorf("it is not base64: %w", err)
	}
	if err := json.Unmarshal(text, &members); err != nil || members == nil {
		return nil, errors.New("it is not base64 of a JSON object")
	}
	return members, nil
}

// parseOldToken reads botocore's old form, which botocore still reads: the service's
// token, or None for the first page, and after ___ the number of items to skip.
func parseOldToken(token string) (at position, ok bool) {
	parts := strings.Split(token, "___")
	if len(parts) != 2 || parts[0] == "" {
		return at, false
	}
	skip, err := strconv.Atoi(strings.TrimSpace(parts[1]))
	if err != nil || skip < 0 {
		return at, false
	}
	if parts[0] != "None" {
		at.token = &parts[0]
	}
	at.skip = skip
	return at, true
}

// clip shortens a string for an error. It cuts between characters.
func clip(s string) string {
	const maxBytes = 64
	if len(s) <= maxBytes {
		return s
	}
	end := maxBytes
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "..."
}
