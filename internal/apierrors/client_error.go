package apierrors

import "fmt"

// ClientError reports that the client could not make a call, or could not use its
// response, because of the program, its configuration or its credentials. The call is not
// retried.
type ClientError struct {
	// Code identifies the cause: ConfigurationError, CredentialsError,
	// ResponseTooLargeError or UsageError. The types package's guide describes each.
	Code string

	// Err describes the problem and what to do.
	Err error
}

// Error returns the message of Err.
func (e *ClientError) Error() string { return fmt.Sprint(e.Err) }

// ErrorCode returns Code.
func (e *ClientError) ErrorCode() string { return e.Code }

// RetryableError returns false, so that a Retryer does not retry the call.
func (*ClientError) RetryableError() bool { return false }

// Unwrap returns Err.
func (e *ClientError) Unwrap() error { return e.Err }

// ClientErrorf returns a ClientError with this code and a formatted message.
func ClientErrorf(code, format string, args ...any) error {
	return &ClientError{code, fmt.Errorf(format, args...)}
}

// BodyReadError reports that the connection failed while a response was being read. The call
// is retried as after other connection errors.
type BodyReadError struct {
	// Err is the connection's error.
	Err error
}

// Error returns the message of Err.
func (e *BodyReadError) Error() string { return fmt.Sprintf("read response body: %v", e.Err) }

// ConnectionError returns true, so that a Retryer retries the call.
func (*BodyReadError) ConnectionError() bool { return true }

// Unwrap returns Err.
func (e *BodyReadError) Unwrap() error { return e.Err }
