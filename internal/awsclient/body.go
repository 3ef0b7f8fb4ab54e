package awsclient

import (
	"io"
	"net/http"
)

// plainBodies sends requests whose bodies can be read and nothing else. smithy-go closes
// a body when the answer begins; what it wraps a bytes.Reader with then gives io.EOF to
// WriteTo, as an error. net/http looks at last whether the body has ended: it takes that
// for a failed write, and closes the connection while the answer is read. To Read,
// io.EOF is the end.
type plainBodies struct{ HTTPClient }

// Do changes the request that smithy-go has built for it.
func (p plainBodies) Do(r *http.Request) (*http.Response, error) {
	if _, ok := r.Body.(io.WriterTo); ok {
		r.Body = struct{ io.ReadCloser }{r.Body}
	}
	return p.HTTPClient.Do(r)
}
