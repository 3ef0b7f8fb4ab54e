package fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// answer is a response that is being made.
type answer struct {
	header http.Header
	status int
	body   []byte
	fault  *Fault
}

// succeed makes the answer a handler's result, or returns why it cannot be sent.
func (a *answer) succeed(result any, err error) error {
	if err != nil {
		return err
	}
	a.status = http.StatusOK
	if result == nil {
		return nil
	}
	if a.body, err = json.Marshal(result); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	a.header.Set("Content-Type", "application/json")
	return nil
}

// fail makes the answer an error, in AWS's headers and body.
func (a *answer) fail(s *Service, err error) {
	e := new(Error)
	if !errors.As(err, &e) {
		e = Errorf("InternalServerException", "%v", err)
	}
	row, known := s.Model.Error(e.Code)
	a.status = e.Status
	if a.status == 0 {
		a.status = row.Status
	}
	if a.status == 0 {
		a.status = http.StatusBadRequest
	}
	member := s.Model.MessageMember
	if row.Common || !known {
		member = "message" // the front door's errors are not the service's own
	}
	a.body, _ = json.Marshal(map[string]string{member: e.Message})
	a.header.Set("Content-Type", "application/json")
	a.header.Set("X-Amzn-Errortype", e.Code)
}

func (a *answer) write(w http.ResponseWriter) {
	if a.fault != nil && a.fault.breaks(a, w) {
		return
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a client that is gone needs no answer
}
