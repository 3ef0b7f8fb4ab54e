package restjson

import (
	"net/http"
	"strings"
)

// ErrorInfo is what an error response says of itself.
type ErrorInfo struct {
	Code    string // "" when the response names none
	Message string
	Reason  string // only Bedrock's InternalServerException has one
}

// ParseError reads an error response. It never fails: what a body that is
// empty, truncated, no JSON or of other types cannot tell stays "". The code is
// that of the header X-Amzn-Errortype, else the body's __type, else its code.
func ParseError(header http.Header, body []byte) ErrorInfo {
	var info ErrorInfo
	var typ, code string
	d := NewDecoder(body)
	if d.IsObject() {
		for d.Object(); d.Next(); {
			if !d.IsString() {
				d.Skip()
				continue
			}
			switch string(d.Key()) {
			case "message", "Message":
				if text := d.Text(); text != "" {
					info.Message = text
				}
			case "__type":
				typ = d.Text()
			case "code":
				code = d.Text()
			case "reason":
				info.Reason = d.Text()
			default:
				d.Skip()
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

// bareCode cuts a namespace before '#' and a URI after ':' off a code.
func bareCode(s string) string {
	s, _, _ = strings.Cut(s, ":")
	if i := strings.LastIndexByte(s, '#'); i >= 0 {
		s = s[i+1:]
	}
	return strings.TrimSpace(s)
}
