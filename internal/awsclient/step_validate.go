package awsclient

import (
	"context"

	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/smithy-go/middleware"
)

// validateInput rejects an invalid input before anything is sent.
type validateInput struct{ *plan }

func (validateInput) ID() string { return "OperationInputValidation" }

func (m validateInput) HandleInitialize(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	out middleware.InitializeOutput, metadata middleware.Metadata, err error,
) {
	if err := m.op.check(in.Parameters, m.options.level()); err != nil {
		return out, metadata, err
	}
	return next.HandleInitialize(ctx, in)
}

// level returns the level of the input checks.
func (o *Options) level() model.Level {
	if o.SkipInputValidation {
		return model.LevelRequired
	}
	return model.LevelClient
}
