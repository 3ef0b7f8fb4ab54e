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

// Fault is a failure to inject. Its fields can be combined, for example a delay with an
// error, or an error with an HTML body.
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

	// RetryAfter is the response's X-Amz-Retry-After header, in milliseconds. A client
	// of aws-sdk-go-v2 waits that long before it retries, but at most 5 s longer than
	// without the header.
	RetryAfter string

	// Delay is how long the service waits before it handles the call and applies the
	// fault's other fields.
	Delay time.Duration

	// Cut closes the connection after the first CutAfter bytes of the response's body.
	// The header Content-Length announces the whole body. The call takes effect, and
	// the response is the call's, unless another field replaces it.
	Cut      bool
	CutAfter int

	// Reset resets the connection without a response. If the connection was used
	// before, Go's net/http repeats a GET without the client's retryer. Then Calls
	// returns two calls of the same attempt.
	Reset bool

	// ClockSkew sets the service's clock ahead, for the Date header and for the check of
	// signatures. Set Times to -1 to keep the clock wrong. Otherwise, a client that
	// corrects its clock after the fault is wrong on its next attempt.
	ClockSkew time.Duration

	// After lets the call take effect first. Only its response is lost or replaced.
	After bool
}

type faults struct{ lockedList[Fault] }

// Inject injects a fault into the next calls. Faults of the same operation apply one after
// the other. It returns an error if the fault would have no effect.
func (s *Service) Inject(f Fault) error {
	switch {
	case f.Operation != "" && s.Model.Operation(f.Operation) == nil:
		return fmt.Errorf("the fault's operation %q does not exist", f.Operation)
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

// PendingFaults returns the number of injected faults that apply to future calls.
func (s *Service) PendingFaults() int {
	s.faults.Lock()
	defer s.faults.Unlock()
	return len(s.faults.list)
}

// ClearFaults removes the pending faults.
func (s *Service) ClearFaults() {
	s.faults.Lock()
	defer s.faults.Unlock()
	s.faults.list = nil
}

// next returns the fault for a call, or nil, and counts it.
func (f *faults) next(operation string) *Fault {
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

// replacesResponse reports whether the fault's response is sent instead of the service's.
func (f *Fault) replacesResponse() bool {
	return f != nil && !f.After && (f.Code != "" || f.Status != 0 || f.Body != "" || f.Reset)
}

// apply changes the response as the fault specifies.
func (f *Fault) apply(r *response) {
	if f.Body != "" || f.Code == "" && f.replacesResponse() {
		r.body = []byte(f.Body)
		r.header.Set("Content-Type", "text/html")
		if f.ContentType != "" {
			r.header.Set("Content-Type", f.ContentType)
		}
	}
	if f.Status != 0 {
		r.status = f.Status
	}
	if f.Code == "" && f.replacesResponse() {
		r.header.Del("X-Amzn-Errortype")
	}
	if f.RetryAfter != "" {
		r.header.Set("X-Amz-Retry-After", f.RetryAfter)
	}
}

// disconnect closes the connection before or during the response if the fault is a Reset or
// a Cut, and reports whether it did.
func (f *Fault) disconnect(r *response, w http.ResponseWriter) bool {
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
