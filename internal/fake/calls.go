package fake

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is a request that the server has handled.
type Call struct {
	// Operation is the operation's name, or "" if no operation has the path.
	Operation string

	// Method, Path and Query are as the client sent them. The server records the first
	// 8,192 bytes of each, and of InvocationID and UserAgent.
	Method, Path, Query string

	// RequestID is the ID that the service assigned to the request.
	RequestID string

	// InvocationID is the client's ID for the call. All attempts of a call have the same.
	InvocationID string

	// Attempt is the number of the attempt, or 0 if the client did not send one.
	Attempt int

	// UserAgent is the request's User-Agent header.
	UserAgent string

	// Status and Code are the HTTP status and the error code of the response. Code is
	// "" for a success. Status is 0 if there was no response.
	Status int
	Code   string

	// Time is when the request arrived, by this machine's clock.
	Time time.Time
}

// Limits of the recorded calls. The oldest calls are dropped first.
const (
	MaxCallsSize = 64 << 20 // approximate total size of all calls, in bytes
	MaxCallText  = 8 << 10  // bytes of each string of a call; the rest is cut off
)

type calls struct {
	lockedList[Call]
	size int // approximate, in bytes
}

func (c *calls) add(call Call) {
	c.Lock()
	defer c.Unlock()
	c.list = append(c.list, call)
	c.size += call.size()
	if c.size <= MaxCallsSize {
		return
	}
	dropped := 0 // drops half of the list, so that it seldom has to
	for c.size > MaxCallsSize/2 {
		c.size -= c.list[dropped].size()
		dropped++
	}
	c.list = slices.Clone(c.list[dropped:]) // a copy, to release the memory of the dropped calls
}

// size returns the approximate size of a call in memory, in bytes.
func (c *Call) size() int {
	const withoutStrings = 200
	return withoutStrings + len(c.Operation) + len(c.Method) + len(c.Path) + len(c.Query) +
		len(c.RequestID) + len(c.InvocationID) + len(c.UserAgent) + len(c.Code)
}

// recordedString copies a string of a request for the record. net/http's strings are
// substrings, which would keep the whole request line in memory.
func recordedString(text string) string {
	return strings.Clone(text[:min(len(text), MaxCallText)])
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
