// Package apierrors holds the errors that all AWS services share, what the services' own
// exception types have in common, the errors of the clients themselves, and the codes by
// which callers decide about all of them.
package apierrors

// Exception is the shape of an exception type that has nothing but a message: each
// of them is a type of its own with these fields.
type Exception struct {
	Message           *string
	ErrorCodeOverride *string
}

// Constructor makes an exception from what a response said.
type Constructor func(Exception) error

// New is the Constructor of the exception type T.
func New[T ~struct{ Message, ErrorCodeOverride *string }](e Exception) error {
	exception := T(e)
	return any(&exception).(error)
}
