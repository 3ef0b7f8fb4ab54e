package localservice

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is one request that a local service answered.
type Call struct {
	// Operation is the operation's name, "" when the path has none.
	Operation string

	// Method, Path and Query are the request's, as they were sent.
	Method, Path, Query string

	// RequestID is the ID that the service gave the request.
	RequestID string

	// InvocationID is the client's ID of the call, the same for all its attempts.
	InvocationID string

	// Attempt is the client's number of the attempt, 0 when it gave none.
	Attempt int

	// UserAgent is the request's.
	UserAgent string

	// Status and Code are those of the answer. Code is "" for a success; Status is
	// 0 when no answer was given.
	Status int
	Code   string

	// Time is when the request came in, by this machine's clock.
	Time time.Time
}

// MaxCalls is how many calls are remembered; the oldest are forgotten first.
const MaxCalls = 1 << 20

type calls struct{ mutexed[Call] }

func (c *calls) add(call Call) {
	c.Lock()
	defer c.Unlock()
	if len(c.list) == MaxCalls {
		c.list = slices.Delete(c.list, 0, MaxCalls/2)
	}
	c.list = append(c.list, call)
}

// Calls returns the calls so far, oldest first.
func (s *Service) Calls() []Call {
	s.calls.Lock()
	defer s.calls.Unlock()
	return slices.Clone(s.calls.list)
}

// attemptNumber reads the header Amz-Sdk-Request: "attempt=1; max=3".
func attemptNumber(header string) int {
	for _, field := range strings.Split(header, ";") {
		if text, ok := strings.CutPrefix(strings.TrimSpace(field), "attempt="); ok {
			n, _ := strconv.Atoi(text)
			return n
		}
	}
	return 0
}
