// Package model is the table of what the API documents of both services say:
// every operation, member, limit and error. The clients' input checks, the
// local services' validation and the paths on the wire read it, so a limit
// stands here and nowhere else. Tests tie each row to its implementation.
package model

// Service is one API.
type Service struct {
	ID          string // as the SDKs name it
	APIVersion  string
	SigningName string
	HostPrefix  string // of the endpoint, before the region
	Package     string // the official Go package's name, which the user agent carries
	Operations  []*Operation
	Errors      []Error

	MessageMember string // of the service's own errors
}

// Operation is one operation, with its inputs and outputs.
type Operation struct {
	Name   string
	Method string
	Path   string // each segment is a literal, or a label in braces
	Input  []Member
	Output []Member
	Errors []string // the codes its document lists, without the common ones
}

// Location is where a member of an input travels.
type Location uint8

// The locations.
const (
	InBody Location = iota
	InPath
	InQuery
)

// Member is one member of an input or output, as it is named on the wire. The name
// of a nested member begins with its parent's: "HumanLoopInput.InputContent". A
// parent that is a list or a map of structures has the members of one of them.
type Member struct {
	Name     string
	Shape    *Shape
	In       Location
	Required bool
}

// Kind is the type of a shape.
type Kind uint8

// The kinds.
const (
	String Kind = iota
	Integer
	Timestamp
	List
	Structure
	Map // its keys are text
)

// Shape is a type and its documented limits. Lengths count characters, not
// bytes; for an Integer Min and Max bound the value, for a List the elements.
type Shape struct {
	Name string
	Kind Kind
	Min  int
	Max  int // 0 = none documented

	// Pattern is the documented regular expression. Match decides the same for the
	// client, by hand since it runs on every call. Where Match is nil, only a service
	// checks the pattern: it is too loose to refuse an input for, or AWS itself breaks it.
	Pattern string
	Match   func(string) bool

	Enum []string // of a list, its elements'; open: only a service refuses other values
	JSON bool     // the text must itself be a JSON document
}

// Error is a documented error.
type Error struct {
	Code   string
	Status int
	Server bool // whose fault
	Common bool // of all AWS services, not of this one
}

// Operation returns the row of the operation with this name, nil without one.
func (s *Service) Operation(name string) *Operation {
	for _, op := range s.Operations {
		if op.Name == name {
			return op
		}
	}
	return nil
}

// Error returns the row of the error with this code. A service's own comes
// before the common one of the same code.
func (s *Service) Error(code string) (Error, bool) {
	for _, e := range s.Errors {
		if e.Code == code {
			return e, true
		}
	}
	for _, e := range CommonErrors {
		if e.Code == code {
			return e, true
		}
	}
	return Error{}, false
}

// member returns the input member with this name, nil without one.
func (op *Operation) member(name string) *Member {
	for i := range op.Input {
		if op.Input[i].Name == name {
			return &op.Input[i]
		}
	}
	return nil
}
