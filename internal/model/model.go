// Package model is a table of both services' API documents: every operation, member, limit
// and error. The clients and the local services read paths and limits from it, so that each
// is defined only once. Tests compare each row with its implementation.
package model

// Service is the API of a service.
type Service struct {
	ID          string // the service ID of the SDKs
	APIVersion  string
	SigningName string
	HostPrefix  string // the endpoint's host before the Region
	Package     string // the official Go package's name, for the User-Agent header
	Operations  []*Operation
	Errors      []Error

	MessageMember string // the name of the message in the service's own errors
}

// Operation is one operation, with its inputs and outputs.
type Operation struct {
	Name   string
	Method string
	Path   string // each segment is a literal, or a label in braces
	Input  []Member
	Output []Member
	Errors []string // the codes that its document lists, without common errors
}

// Location is the part of a request that contains an input member.
type Location uint8

// The locations.
const (
	InBody Location = iota
	InPath
	InQuery
)

// Member is a member of an input or output. It has the same name as on the wire. The name
// of a nested member begins with its parent's name: "HumanLoopInput.InputContent". If the
// parent is a list or a map of structures, these are the members of its elements.
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
	Map // with strings as keys
)

// Shape is a type and its documented limits. Min and Max limit the number of characters of a
// String, not of bytes, the number of elements of a List, and the value of an Integer.
type Shape struct {
	Name string
	Kind Kind
	Min  int
	Max  int // 0 = none documented

	// Pattern is the documented regular expression. Match does the same without package
	// regexp, because clients run it on every call. If Match is nil, only a service checks
	// the pattern, because it is too loose to be useful, or because AWS itself violates it.
	Pattern string
	Match   func(string) bool

	Enum []string // the values of the string or of a list's elements; only a service refuses others
	JSON bool     // the string must be a JSON document
}

// Error is a documented error.
type Error struct {
	Code   string
	Status int
	Server bool // the service is at fault, not the client
	Common bool // all AWS services have this error
}

// Operation returns the row of the operation with this name, or nil.
func (s *Service) Operation(name string) *Operation {
	for _, op := range s.Operations {
		if op.Name == name {
			return op
		}
	}
	return nil
}

// Error returns the row of the error with this code. A service's own error takes precedence
// over a common error with the same code.
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

// member returns the input member with this name, or nil.
func (op *Operation) member(name string) *Member {
	for i := range op.Input {
		if op.Input[i].Name == name {
			return &op.Input[i]
		}
	}
	return nil
}
