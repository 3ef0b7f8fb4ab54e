// Package apierrors contains the errors that all AWS services share, the common parts of the
// services' own exceptions, the errors of the clients, and the codes that identify all of
// them.
package apierrors

// Exception contains the fields of the exceptions that have only a message. Each such
// exception is a separate type with these fields.
type Exception struct {
	Message           *string
	ErrorCodeOverride *string
}

// Constructor makes an exception from the fields of an error response.
type Constructor func(Exception) error

// New is the Constructor of the exception type T.
func New[T ~struct{ Message, ErrorCodeOverride *string }](e Exception) error {
	exception := T(e)
	return any(&exception).(error)
}
