package fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// response is the response to a request, before it is written.
type response struct {
	header http.Header
	status int
	body   []byte
	fault  *Fault
}

// succeed sets the response to a handler's result. It returns err, or an error if the
// result cannot be encoded.
func (r *response) succeed(result any, err error) error {
	if err != nil {
		return err
	}
	r.status = http.StatusOK
	if result == nil {
		return nil
	}
	if r.body, err = json.Marshal(result); err != nil {
		return fmt.Errorf("encode the response: %w", err)
	}
	r.header.Set("Content-Type", "application/json")
	return nil
}

// fail sets the response to an error, with the headers and body that AWS uses.
func (r *response) fail(s *Service, err error) {
	e := new(Error)
	if !errors.As(err, &e) {
		e = Errorf("InternalServerException", "%v", err)
	}
	row, known := s.Model.Error(e.Code)
	r.status = e.Status
	if r.status == 0 {
		r.status = row.Status
	}
	if r.status == 0 {
		r.status = http.StatusBadRequest
	}
	member := s.Model.MessageMember
	if row.Common || !known {
		member = "message" // errors common to all AWS services use this name
	}
	r.body, _ = json.Marshal(map[string]string{member: e.Message})
	r.header.Set("Content-Type", "application/json")
	r.header.Set("X-Amzn-Errortype", e.Code)
}

func (r *response) write(w http.ResponseWriter) {
	if r.fault != nil && r.fault.disconnect(r, w) {
		return
	}
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(r.body)))
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body) // if this fails, the client has disconnected
}
