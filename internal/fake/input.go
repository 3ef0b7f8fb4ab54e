package fake

import (
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
)

const codeSerialization = "SerializationException"

func serializationError(format string, args ...any) *Error {
	return Errorf(codeSerialization, format, args...).withStatus(http.StatusBadRequest)
}

// ReadBody reads the members of the JSON body. The function must read or skip
// each member's value.
func (r *Request) ReadBody(read func(d *restjson.Decoder, member string)) error {
	d := restjson.NewDecoder(r.Body)
	defer d.Release()
	if d.Null() {
		return serializationError("The request body could not be read: want an object, found null.")
	}
	for d.Object(); d.Next(); {
		read(d, string(d.Key()))
	}
	if err := d.End(); err != nil {
		return serializationError("The request body could not be read: %v", err)
	}
	return nil
}

// ReadStrings reads a list of strings. It returns nil for null.
func ReadStrings(d *restjson.Decoder) []string {
	if d.Null() {
		return nil
	}
	list := []string{}
	for d.Array(); d.Next(); {
		list = append(list, d.Text())
	}
	return list
}

// Check validates an input of the request's operation as the service does.
func (r *Request) Check(check func(*model.Checker)) error { return Check(r.Operation, check) }

// Check validates an operation's input as the service does.
func Check(op *model.Operation, check func(*model.Checker)) error {
	c := model.Checker{Operation: op, Level: model.LevelServer, MatchPattern: matchPattern}
	check(&c)
	if message := c.ServerMessage(); message != "" {
		return Errorf("ValidationException", "%s", message)
	}
	return nil
}

// Query reads query parameters. Err is the error of the first parameter with a wrong
// type.
type Query struct {
	Err     error
	request *Request
}

// NewQuery returns the Query of a request.
func NewQuery(r *Request) *Query { return &Query{request: r} }

// Text returns a parameter, or nil if the query does not contain it.
func (q *Query) Text(name string) *string {
	if !q.request.Query.Has(name) {
		return nil
	}
	text := q.request.Query.Get(name)
	return &text
}

// Int returns an integer parameter, or nil if the query does not contain it.
func (q *Query) Int(name string) *int32 {
	text := q.Text(name)
	if text == nil {
		return nil
	}
	n, err := strconv.ParseInt(*text, 10, 32)
	if err != nil {
		q.fail("%.64q is not a valid integer for the parameter %s.", *text, name)
		return nil
	}
	number := int32(n)
	return &number
}

// dateTime is the only valid form of a timestamp in a query. The tests of AWS's
// restJson1 protocol require a server to refuse others, such as an offset from UTC or
// a time without seconds.
var dateTime = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z$`)

// Time returns a timestamp parameter, an RFC 3339 date-time in UTC, or nil if the query
// does not contain it.
func (q *Query) Time(name string) *time.Time {
	text := q.Text(name)
	if text == nil {
		return nil
	}
	t, err := time.Parse(time.RFC3339Nano, *text)
	if err != nil || !dateTime.MatchString(*text) {
		q.fail("%.64q is not a valid timestamp such as 2020-02-24T08:30:00Z for the parameter %s.", *text, name)
		return nil
	}
	return &t
}

func (q *Query) fail(format string, args ...any) {
	if q.Err == nil {
		q.Err = serializationError(format, args...)
	}
}
