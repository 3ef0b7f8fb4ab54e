package restjson

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/smithy-go/encoding/httpbinding"
	smithytime "github.com/aws/smithy-go/time"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Request is a request that a serializer builds from path labels, query parameters and a
// JSON body. They can be set in any order. The method and the path's template come from the
// operation's row in the model.
type Request struct {
	template string
	labels   []param
	query    []param
	body     []byte
	hasBody  bool
}

// param is the value of one {name} in a path template, or of one query parameter.
type param struct{ name, value string }

// NewRequest starts a request for a path template such as
// "/human-loops/{HumanLoopName}".
func NewRequest(template string) *Request { return &Request{template: template} }

// Label sets the value that replaces {name} in the path template. In the path that is sent,
// every character outside A-Z a-z 0-9 - _ . ~ is escaped, including the slash. Label does
// nothing for nil. If it is called twice for a name, the last value wins.
func (r *Request) Label(name string, value *string) {
	if value != nil {
		r.labels = append(r.labels, param{name, *value})
	}
}

// path returns the path without escapes, and the escaped path to send.
func (r *Request) path() (unescaped, escaped string) {
	unescaped = r.expand(func(value string) string { return value })
	if !slices.ContainsFunc(r.labels, func(l param) bool { return strings.ContainsFunc(l.value, isReserved) }) {
		return unescaped, unescaped
	}
	return unescaped, r.expand(func(value string) string { return httpbinding.EscapePath(value, true) })
}

// expand replaces the template's labels with their values. It reads the template once, from
// left to right, so braces in a value are not labels. A label without a value remains.
func (r *Request) expand(escape func(string) string) (path string) {
	for rest := r.template; rest != ""; {
		literal, name, after := cutLabel(rest)
		label := ""
		if value, ok := r.label(name); ok {
			label = escape(value)
		} else if name != "" {
			label = "{" + name + "}"
		}
		path, rest = path+literal+label, after
	}
	return path
}

// cutLabel cuts a template after its first label. The name is "" if it has no label.
func cutLabel(template string) (literal, name, after string) {
	literal, rest, _ := strings.Cut(template, "{")
	name, after, _ = strings.Cut(rest, "}")
	return literal, name, after
}

func (r *Request) label(name string) (value string, ok bool) {
	for _, l := range slices.Backward(r.labels) {
		if l.name == name {
			return l.value, true
		}
	}
	return "", false
}

func isReserved(c rune) bool {
	return (c < 'a' || 'z' < c) && (c < '0' || '9' < c) && c != '-' && (c < 'A' || 'Z' < c) && c != '.' && c != '_' && c != '~'
}

// Query adds a parameter. It does nothing for nil.
func (r *Request) Query(name string, value *string) {
	if value != nil {
		r.query = append(r.query, param{name, *value})
	}
}

// QueryText adds a parameter. It does nothing for "".
func (r *Request) QueryText(name, value string) {
	if value != "" {
		r.query = append(r.query, param{name, value})
	}
}

// QueryToken adds a page token. It does nothing for nil and "".
func (r *Request) QueryToken(name string, value *string) {
	if value != nil {
		r.QueryText(name, *value)
	}
}

// QueryInt adds a number. It does nothing for nil.
func (r *Request) QueryInt(name string, value *int32) {
	if value != nil {
		r.QueryText(name, strconv.Itoa(int(*value)))
	}
}

// QueryTimeFloor adds a timestamp in UTC, rounded down to milliseconds, the resolution of
// Smithy's date-time. It does nothing for nil. As in the official Go clients, trailing
// zeros of the fraction are omitted, and whole seconds have no fraction.
func (r *Request) QueryTimeFloor(name string, value *time.Time) {
	if value != nil {
		r.QueryText(name, smithytime.FormatDateTime(FloorMillis(*value)))
	}
}

// QueryTimeCeil is QueryTimeFloor, but rounds up.
func (r *Request) QueryTimeCeil(name string, value *time.Time) {
	if value != nil {
		r.QueryText(name, smithytime.FormatDateTime(CeilMillis(*value)))
	}
}

// rawQuery returns the escaped query, sorted by name. This is SigV4's canonical form, which
// is cheaper to sign.
func (r *Request) rawQuery() string {
	slices.SortStableFunc(r.query, func(a, b param) int { return strings.Compare(a.name, b.name) })
	var query []byte
	for i, p := range r.query {
		if i > 0 {
			query = append(query, '&')
		}
		query = append(append(query, p.name...), '=')
		query = append(query, strings.ReplaceAll(url.QueryEscape(p.value), "+", "%20")...)
	}
	return string(query)
}

// Body starts the JSON body, with room for about size bytes, and returns the writer of its
// object. Call Close after the last member.
func (r *Request) Body(size int) *ObjectWriter {
	r.hasBody = true
	r.body = append(make([]byte, 0, size), '{')
	return &ObjectWriter{request: r}
}

// ObjectWriter writes one JSON object of a request's body.
type ObjectWriter struct {
	request *Request
	started bool
}

func (w *ObjectWriter) key(name string) {
	if w.started {
		w.request.body = append(w.request.body, ',')
	}
	w.started = true
	w.request.body = append(AppendString(w.request.body, name), ':')
}

// String writes a member. It does nothing for nil.
func (w *ObjectWriter) String(name string, value *string) {
	if value != nil {
		w.key(name)
		w.request.body = AppendString(w.request.body, *value)
	}
}

// Object starts a member that is an object. Close it before the next member.
func (w *ObjectWriter) Object(name string) *ObjectWriter {
	w.key(name)
	w.request.body = append(w.request.body, '{')
	return &ObjectWriter{request: w.request}
}

// Close ends the object.
func (w *ObjectWriter) Close() { w.request.body = append(w.request.body, '}') }

// Strings writes a member that is a list of strings. It does nothing for nil.
func Strings[S ~string](w *ObjectWriter, name string, values []S) {
	if values == nil {
		return
	}
	w.key(name)
	body := &w.request.body
	*body = append(*body, '[')
	for i, v := range values {
		if i > 0 {
			*body = append(*body, ',')
		}
		*body = AppendString(*body, string(v))
	}
	*body = append(*body, ']')
}

// BodyBytes returns the JSON body, or nil if there is none.
func (r *Request) BodyBytes() []byte { return r.body }

// Apply writes the request to req and returns the request to send.
func (r *Request) Apply(req *smithyhttp.Request, method string) (*smithyhttp.Request, error) {
	req.Method = method
	req.URL.Path, req.URL.RawPath = r.path()
	req.URL.RawQuery = r.rawQuery()
	if !r.hasBody {
		return req, nil
	}
	req.Header.Set("Content-Type", "application/json")
	return req.SetStream(bytes.NewReader(r.body))
}
