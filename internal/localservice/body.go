package localservice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// MaxRequestBytes is the largest body that is read. The largest documented
// input fits, even with every character escaped.
const MaxRequestBytes = 40 << 20

// MaxBufferedBytes is how many bytes of bodies a Service holds at once. A body
// counts until its request has a response. A request whose body does not fit waits.
const MaxBufferedBytes = 128 << 20

// readBody waits for room and reads the body of a request whose head is valid. The
// caller calls done when it no longer needs the body.
func (s *Service) readBody(w http.ResponseWriter, r *http.Request) (body []byte, done func(), err error) {
	size := r.ContentLength
	if size > MaxRequestBytes {
		return nil, func() {}, discardBody(w, r) // which ends with the error
	}
	if size < 0 {
		size = MaxRequestBytes // not known before the body ends
	}
	if err := s.bodies.take(r.Context(), size); err != nil {
		return nil, func() {}, err
	}
	done = func() { s.bodies.give(size) }
	var buffer bytes.Buffer
	if r.ContentLength > 0 {
		buffer.Grow(int(size) + bytes.MinRead) // so that ReadFrom does not grow it
	}
	_, err = buffer.ReadFrom(http.MaxBytesReader(w, r.Body, MaxRequestBytes))
	return buffer.Bytes(), done, err
}

// discardBody reads a body that nobody needs and keeps nothing of it. Most
// clients look for a response only when they have sent their whole request.
func discardBody(w http.ResponseWriter, r *http.Request) error {
	_, err := io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, MaxRequestBytes))
	return err
}

// waitsToSend reports whether the client sends its body only when it is told to.
func waitsToSend(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Expect"), "100-continue")
}

// bodyError is the error response for a body that could not be read.
func bodyError(err error) error {
	if err == nil {
		return nil
	}
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return &Error{Code: "RequestEntityTooLargeException", Status: http.StatusRequestEntityTooLarge,
			Message: fmt.Sprintf("The request body is larger than %d bytes.", MaxRequestBytes)}
	}
	return serializationError("The request body could not be read.")
}

// budget bounds the bytes that are in use at once to MaxBufferedBytes. A request
// takes all it needs in one step and holds nothing while it waits, so no two requests
// wait for each other.
type budget struct {
	mu    sync.Mutex
	used  int64
	freed chan struct{} // closed when bytes are given back; nil while nobody waits
}

// take waits for room for n bytes, at most MaxBufferedBytes, until the context
// is done.
func (b *budget) take(ctx context.Context, n int64) error {
	for {
		freed := b.tryTake(n)
		if freed == nil {
			return nil
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// tryTake takes n bytes and returns nil. If there is no room, it returns a
// channel that is closed when there may be.
func (b *budget) tryTake(n int64) <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used+n <= MaxBufferedBytes {
		b.used += n
		return nil
	}
	if b.freed == nil {
		b.freed = make(chan struct{})
	}
	return b.freed
}

// give gives n bytes back.
func (b *budget) give(n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used -= n
	if b.freed != nil {
		close(b.freed)
		b.freed = nil
	}
}
