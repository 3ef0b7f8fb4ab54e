package a2iruntime

import (
	"context"

	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
)

// DeleteHumanLoop deletes the specified human loop for a flow definition. (API
// reference, Actions, DeleteHumanLoop.)
//
// Only a loop that is Completed, Failed or Stopped can be deleted: stop one that
// is InProgress first. (Developer Guide, Delete a Human Loop.) For a while its
// status may be Deleting.
//
// A loop that was deleted before gives a types.ResourceNotFoundException. So
// does the retry of a call that deleted the loop but whose answer was lost on
// the way: types.MayHaveSucceeded tells that. Other errors:
// types.ValidationException, types.ThrottlingException,
// types.InternalServerException and the common ones.
func (c *Client) DeleteHumanLoop(ctx context.Context, params *DeleteHumanLoopInput, optFns ...func(*Options)) (*DeleteHumanLoopOutput, error) {
	return call(ctx, c, &deleteHumanLoop, params, optFns)
}

// PresignDeleteHumanLoop signs a DeleteHumanLoop call in its URL.
func (c *PresignClient) PresignDeleteHumanLoop(ctx context.Context, params *DeleteHumanLoopInput, optFns ...func(*PresignOptions)) (*v4.PresignedHTTPRequest, error) {
	return presign(ctx, c, &deleteHumanLoop, params, optFns)
}

// DeleteHumanLoopInput is the input of DeleteHumanLoop.
type DeleteHumanLoopInput struct {
	// HumanLoopName is the name of the human loop to delete: 1 to 63 characters, and
	// not . or .. alone. The API reference documents the pattern
	// ^[a-z0-9](-*[a-z0-9])*$, but loops with other names exist, so the client leaves
	// it to the service.
	//
	// This member is required.
	HumanLoopName *string
}

// DeleteHumanLoopOutput is the output of DeleteHumanLoop. It has no members of
// its own.
type DeleteHumanLoopOutput struct {
	// ResultMetadata is what the middleware stack noted of the call: request ID,
	// attempts, raw response.
	ResultMetadata middleware.Metadata
}

var deleteHumanLoop = awsclient.Operation[DeleteHumanLoopInput, DeleteHumanLoopOutput]{
	Model: &model.DeleteHumanLoop,
	Check: func(in *DeleteHumanLoopInput, c *model.Checker) {
		c.String("HumanLoopName", in.HumanLoopName)
	},
	Serialize: func(in *DeleteHumanLoopInput, r *restjson.Request) {
		r.Label("HumanLoopName", in.HumanLoopName)
	},
	Metadata: func(out *DeleteHumanLoopOutput) *middleware.Metadata { return &out.ResultMetadata },
}
