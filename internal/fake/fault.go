package fake

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Fault is something that goes wrong, on purpose. The fields can be combined: a
// delay before an error, or an error with a body of HTML.
type Fault struct {
	// Operation is the operation that fails. "" means any operation.
	Operation string

	// Times is the number of calls that fail. 0 means one. A negative number means
	// every call until ClearFaults.
	Times int

	// Code makes the response an error with this code, such as ThrottlingException, and
	// Message. Status is its HTTP status, from 200 to 599. 0 means the documented
	// status of the code, or 400.
	Code    string
	Message string
	Status  int

	// Body is the response's body instead of JSON. ContentType is its type, by default
	// text/html. Without Code, the response has no error code.
	Body        string
	ContentType string

	// RetryAfter is the response's header X-Amz-Retry-After, in milliseconds. A client
	// of aws-sdk-go-v2 waits that long before it retries, at most 5 s longer than it
	// would have waited without the header.
	RetryAfter string

	// Delay is the time before anything else happens.
	Delay time.Duration

	// Cut closes the connection after the first CutAfter bytes of the response's body.
	// The header Content-Length announces the whole body. The call takes effect, and
	// the response is the call's, unless another field replaces it.
	Cut      bool
	CutAfter int

	// Reset resets the connection without a response. If the connection was used
	// before, Go's net/http sends a GET again by itself. Then Calls has two calls of
	// the same attempt.
	Reset bool

	// ClockSkew sets the service's clock ahead, in the header Date and in the check of
	// signatures. Set Times to -1 for a clock that stays wrong. Otherwise a client that
	// has corrected its own clock is wrong at the next attempt.
	ClockSkew time.Duration

	// After lets the call take effect first. Only its response is lost or replaced.
	After bool
}

type faults struct{ lockedList[Fault] }

// Inject makes a fault happen to the next calls. Faults of the same operation happen one
// after the other. A fault that can have no effect is an error.
func (s *Service) Inject(f Fault) error {
	switch {
	case f.Operation != "" && s.Model.Operation(f.Operation) == nil:
		return fmt.Errorf("a fault names operation %q, which does not exist", f.Operation)
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("the fault's status is %d: it must be from 200 to 599", f.Status)
	case f.Code == "" && f.Status == 0 && f.Body == "" && f.RetryAfter == "" && f.Delay <= 0 && !f.Cut && !f.Reset && f.ClockSkew == 0:
		return errors.New("the fault has no effect: set Code, Status, Body, Delay, Cut, Reset or ClockSkew")
	}
	if f.Times == 0 {
		f.Times = 1
	}
	if f.Code != "" && f.Message == "" {
		f.Message = "This error was injected."
	}
	s.faults.Lock()
	defer s.faults.Unlock()
	s.faults.list = append(s.faults.list, f)
	return nil
}

// PendingFaults is how many injected faults have not happened as often as they
// should.
func (s *Service) PendingFaults() int {
	s.faults.Lock()
	defer s.faults.Unlock()
	return len(s.faults.list)
}

// ClearFaults forgets the faults that have not happened.
func (s *Service) ClearFaults() {
	s.faults.Lock()
	defer s.faults.Unlock()
	s.faults.list = nil
}

// take returns the fault that applies to a call, or nil.
func (f *faults) take(operation string) *Fault {
	f.Lock()
	defer f.Unlock()
	for i := range f.list {
		if f.list[i].Operation != "" && f.list[i].Operation != operation {
			continue
		}
		fault := f.list[i]
		if f.list[i].Times--; f.list[i].Times == 0 {
			f.list = slices.Delete(f.list, i, i+1)
		}
		return &fault
	}
	return nil
}

// wait waits for the delay. It returns false if ctx ends first.
func (f *Fault) wait(ctx context.Context) bool {
	if f.Delay <= 0 {
		return true
	}
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (f *Fault) skew() time.Duration {
	if f == nil {
		return 0
	}
	return f.ClockSkew
}

// replaces reports whether the fault's response is sent instead of the service's.
func (f *Fault) replaces() bool {
	return f != nil && !f.After && (f.Code != "" || f.Status != 0 || f.Body != "" || f.Reset)
}

// apply changes the response as the fault asks.
func (f *Fault) apply(r *response) {
	if f.Body != "" || f.Code == "" && f.replaces() {
		r.body = []byte(f.Body)
		r.header.Set("Content-Type", "text/html")
		if f.ContentType != "" {
			r.header.Set("Content-Type", f.ContentType)
		}
	}
	if f.Status != 0 {
		r.status = f.Status
	}
	if f.Code == "" && f.replaces() {
		r.header.Del("X-Amzn-Errortype")
	}
	if f.RetryAfter != "" {
		r.header.Set("X-Amz-Retry-After", f.RetryAfter)
	}
}

// breaks closes the connection before or during the response, and reports whether it
// did.
func (f *Fault) breaks(r *response, w http.ResponseWriter) bool {
	if f.Reset {
		breakConnection(w, true)
		return true
	}
	if !f.Cut {
		return false
	}
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(max(len(r.body), 1)))
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body[:min(max(f.CutAfter, 0), max(len(r.body)-1, 0))])
	_ = http.NewResponseController(w).Flush()
	breakConnection(w, false)
	return true
}

// breakConnection closes the connection of a response. If the connection cannot be
// hijacked, as with HTTP/2, it aborts the handler, which has the same effect.
func breakConnection(w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		_ = tcp.SetLinger(0) // close sends RST instead of FIN
	}
	_ = conn.Close()
}
