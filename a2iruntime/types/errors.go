package types

import (
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/aws/smithy-go"
)

// ConflictException: your request has the same name as another active human loop but has different
// input data. You cannot start two human loops with the same name and different
// input data. HTTP status 409. See StartHumanLoop.
type ConflictException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *ConflictException) Error() string { return apierrors.String(e) }
func (e *ConflictException) ErrorCode() string {
	return (*apierrors.Exception)(e).Code("ConflictException")
}
func (e *ConflictException) ErrorMessage() string          { return (*apierrors.Exception)(e).Text() }
func (e *ConflictException) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// InternalServerException: we couldn't process your request because of an issue with the server. Try
// again later. HTTP status 500; retried. The API reference also spells the code
// InternalServerErrorException; ErrorCode tells which was sent.
type InternalServerException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *InternalServerException) Error() string { return apierrors.String(e) }
func (e *InternalServerException) ErrorCode() string {
	return (*apierrors.Exception)(e).Code("InternalServerException")
}
func (e *InternalServerException) ErrorMessage() string          { return (*apierrors.Exception)(e).Text() }
func (e *InternalServerException) ErrorFault() smithy.ErrorFault { return smithy.FaultServer }

// ResourceNotFoundException: we couldn't find the requested resource. Check that your resources exist and
// were created in the same AWS Region as your request, and try your request
// again. HTTP status 404. A deleted human loop gives it too.
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

// ServiceQuotaExceededException: you exceeded your service quota, the maximum number of service resources or
// operations for your AWS account. Delete some resources or request an increase
// in your service quota. HTTP status 402. See StartHumanLoop.
type ServiceQuotaExceededException struct {
	Message           *string
	ErrorCodeOverride *string
}

func (e *ServiceQuotaExceededException) Error() string { return apierrors.String(e) }
func (e *ServiceQuotaExceededException) ErrorCode() string {
	return (*apierrors.Exception)(e).Code("ServiceQuotaExceededException")
}
func (e *ServiceQuotaExceededException) ErrorMessage() string {
	return (*apierrors.Exception)(e).Text()
}
func (e *ServiceQuotaExceededException) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// ValidationException: the request isn't valid. Check the syntax and try again. HTTP status 400.
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
