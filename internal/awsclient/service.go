package awsclient

import (
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/model"
)

// Version is this module's version, for the User-Agent header.
const Version = "0.1.0"

// modulePath identifies this module in meters, tracers and the User-Agent header.
const modulePath = "github.com/a2iflows/a2iflows-go"

// Service describes how the client of one service differs from another.
type Service struct {
	Model *model.Service

	// Errors constructs the service's exceptions. Its keys are error codes.
	Errors map[string]func(ErrorInfo) error
}

// Exception constructs an exception of a type whose only member is a message. It is a value
// of Service.Errors.
func Exception[T ~struct{ Message, ErrorCodeOverride *string }](info ErrorInfo) error {
	return apierrors.New[T](info.Exception)
}
