package fake

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// MaxRequestBytes is the maximum size of a request body. The largest documented
// input fits, even with every character escaped.
const MaxRequestBytes = 40 << 20

// MaxBufferedBytes is the maximum memory for the request bodies that a Service holds at the
// same time. It holds a body until the request has a response. If a body over SmallBodyBytes
// does not fit, the response is status 503, which clients retry. The Service does not wait
// for memory, because with HTTP/2 an unread body delays the other requests of its connection.
const MaxBufferedBytes = 512 << 20

// SmallBodyBytes is the size up to which a body is always read, even above the limit of
// MaxBufferedBytes.
const SmallBodyBytes = 1 << 20

// firstBodyBytes is the memory reserved for a body before any of it has arrived.
const firstBodyBytes = 64 << 10

// readBody reads the body of a request with a valid head. The buffer grows with the bytes
// that arrive, not with the announced length. The caller calls done when it no longer needs
// the body.
func (s *Service) readBody(w http.ResponseWriter, r *http.Request) (body []byte, done func(), err error) {
	var held int64
	done = func() { s.buffered.Add(-held) }
	announced := r.ContentLength // -1 if unknown
	if announced > MaxRequestBytes {
		return nil, done, discardBody(w, r) // returns the error that the body is too large
	}
	limited := http.MaxBytesReader(w, r.Body, MaxRequestBytes)
	for {
		if len(body) == cap(body) {
			size := min(max(2*int64(cap(body)), firstBodyBytes), MaxRequestBytes+1)
			if announced >= int64(len(body)) {
				size = min(size, announced+1) // one more byte, to detect the end without growing the buffer
			}
			if used := s.buffered.Add(size); used > MaxBufferedBytes && size > SmallBodyBytes {
				s.buffered.Add(-size)
				_, err := io.Copy(io.Discard, limited)
				return nil, done, cmp.Or(err, error(errNoRoom))
			}
			body = append(make([]byte, 0, size), body...)
			s.buffered.Add(-held)
			held = size
		}
		n, err := limited.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		if err == io.EOF {
			return body, done, nil
		} else if err != nil {
			return nil, done, err
		}
	}
}

var errNoRoom = &Error{Code: "ServiceUnavailable", Status: http.StatusServiceUnavailable,
	Message: fmt.Sprintf("The request bodies in memory exceed %d bytes: send fewer large requests at once.", MaxBufferedBytes)}

// discardBody reads a body and discards it. Most clients read the response only
// after they have sent the whole request.
func discardBody(w http.ResponseWriter, r *http.Request) error {
	_, err := io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, MaxRequestBytes))
	return err
}

// waitsToSend reports whether the client waits for 100 Continue before it sends the body.
func waitsToSend(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Expect"), "100-continue")
}

// bodyError returns the error response for a body that could not be read.
func bodyError(err error) error {
	if err == nil {
		return nil
	}
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return &Error{Code: "RequestEntityTooLargeException", Status: http.StatusRequestEntityTooLarge,
			Message: fmt.Sprintf("The request body is larger than %d bytes.", MaxRequestBytes)}
	}
	if noRoom := new(Error); errors.As(err, &noRoom) {
		return noRoom
	}
	return serializationError("The request body could not be read.")
}
