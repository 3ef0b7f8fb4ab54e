package apierrors

import "fmt"

// ClientError reports that the client could not make a call, or could not use its
// response, because of the program, its configuration or its credentials. The same call
// does not try again.
type ClientError struct {
	// Code says what is at fault: ConfigurationError, CredentialsError,
	// ResponseTooLargeError or UsageError. The types package's guide describes each.
	Code string

	// Err says what is wrong and what to do.
	Err error
}

// Error returns the text of Err.
func (e *ClientError) Error() string { return fmt.Sprint(e.Err) }

// ErrorCode returns Code.
func (e *ClientError) ErrorCode() string { return e.Code }

// RetryableError returns false, which a Retryer heeds.
func (*ClientError) RetryableError() bool { return false }

// Unwrap returns Err.
func (e *ClientError) Unwrap() error { return e.Err }

// ClientErrorf returns a ClientError with this code and text.
func ClientErrorf(code, format string, args ...any) error {
	return &ClientError{code, fmt.Errorf(format, args...)}
}

// BodyReadError reports that a response broke off. It is retried like other failures of the
// connection.
type BodyReadError struct {
	// Err is the connection's error.
	Err error
}

// Error returns the text of Err.
func (e *BodyReadError) Error() string { return fmt.Sprintf("read response body: %v", e.Err) }

// ConnectionError returns true, which a Retryer heeds.
func (*BodyReadError) ConnectionError() bool { return true }

// Unwrap returns Err.
func (e *BodyReadError) Unwrap() error { return e.Err }
