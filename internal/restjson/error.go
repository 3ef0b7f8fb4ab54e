package restjson

import (
	"bytes"
	"net/http"
	"strings"
)

// ErrorInfo contains the fields of an error response.
type ErrorInfo struct {
	Code    string // "" if the response contains no code
	Message string
	Reason  string // a member of Bedrock's InternalServerException
}

// ParseError reads an error response. It never fails: if the body is empty, truncated, not
// JSON or contains other types, the fields that it cannot read stay empty.
//
// The code comes from the header X-Amzn-Errortype, else from the body's member __type, else
// from its member code. As in AWS's own clients, the case of __type, code and message does
// not matter, because gateways in front of a service send Code and Message.
func ParseError(header http.Header, body []byte) ErrorInfo {
	var info ErrorInfo
	var typ, code string
	d := NewDecoder(body)
	defer d.Release()
	if d.IsObject() {
		for d.Object(); d.Next(); {
			if member := info.member(d.Key(), &typ, &code); member == nil || !d.IsString() {
				d.Skip()
			} else if text := d.Text(); text != "" {
				*member = text
			}
		}
	}
	for _, candidate := range []string{header.Get("X-Amzn-Errortype"), typ, code} {
		if info.Code = bareCode(candidate); info.Code != "" {
			break
		}
	}
	return info
}

// member returns a pointer to the field for a member of the body, or nil if the member is
// unknown.
func (info *ErrorInfo) member(name []byte, typ, code *string) *string {
	switch {
	case bytes.EqualFold(name, []byte("__type")):
		return typ
	case bytes.EqualFold(name, []byte("code")):
		return code
	case bytes.EqualFold(name, []byte("message")):
		return &info.Message
	case string(name) == "reason":
		return &info.Reason
	}
	return nil
}

// bareCode removes the namespace before '#' and the URI after ':' from a code.
func bareCode(s string) string {
	s, _, _ = strings.Cut(s, ":")
	return strings.TrimSpace(s[strings.LastIndexByte(s, '#')+1:])
}
