package awsclient

import (
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/model"
)

// Version is this module's version, as the user agent carries it.
const Version = "0.1.0"

// modulePath names this module to meters, tracers and the user agent.
const modulePath = "github.com/a2iflows/a2iflows-go"

// Service is what differs between the client of one service and another.
type Service struct {
	Model *model.Service

	// Errors makes a service's own exceptions by their code.
	Errors map[string]func(ErrorInfo) error
}

// Exception is the entry in Service.Errors of an exception type that has
// nothing but a message.
func Exception[T ~struct{ Message, ErrorCodeOverride *string }](info ErrorInfo) error {
	return apierrors.New[T](info.Exception)
}
