package types

import (
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/aws/smithy-go"
)

// ResourceNotFoundException: the specified resource Amazon Resource Name (ARN) was not found. Check the
// ARN and try your request again. HTTP status 404.
type ResourceNotFoundException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *ResourceNotFoundException) Error() string { return apierrors.String(e) }
func (e *ResourceNotFoundException) ErrorCode() string {
	return (*apierrors.Exception)(e).Code("ResourceNotFoundException")
}
func (e *ResourceNotFoundException) ErrorMessage() string          { return (*apierrors.Exception)(e).Text() }
func (e *ResourceNotFoundException) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// ValidationException: input validation failed. Check your request parameters and retry the request.
// HTTP status 400.
type ValidationException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *ValidationException) Error() string { return apierrors.String(e) }
func (e *ValidationException) ErrorCode() string {
	return (*apierrors.Exception)(e).Code("ValidationException")
}
func (e *ValidationException) ErrorMessage() string          { return (*apierrors.Exception)(e).Text() }
func (e *ValidationException) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// InternalServerException: an internal server error occurred. Retry your
// request. HTTP status 500; retried.
type InternalServerException struct {
	Message *string

	// Reason is BEDROCK_MODEL_INVOCATION_SERVICE_UNAVAILABLE when the model
	// invocation service is unavailable.
	Reason *string

	ErrorCodeOverride *string
}

func (e *InternalServerException) Error() string { return apierrors.String(e) }
func (e *InternalServerException) ErrorCode() string {
	return e.exception().Code("InternalServerException")
}
func (e *InternalServerException) ErrorMessage() string          { return e.exception().Text() }
func (e *InternalServerException) ErrorFault() smithy.ErrorFault { return smithy.FaultServer }

func (e *InternalServerException) exception() *apierrors.Exception {
	if e == nil {
		return nil
	}
	return &apierrors.Exception{Message: e.Message, ErrorCodeOverride: e.ErrorCodeOverride}
}
