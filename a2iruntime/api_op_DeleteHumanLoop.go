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
// Only a loop that is Completed, Failed or Stopped can be deleted: if it is InProgress,
// stop it first. (Developer Guide, Delete a Human Loop.) After the call, its status may
// be Deleting for a while.
//
// If the loop was deleted before, the call returns a types.ResourceNotFoundException. If
// the call deletes the loop but the response is lost, its retry returns the same error:
// see types.MayHaveSucceeded. Other errors: types.ValidationException,
// types.ThrottlingException, types.InternalServerException and the common errors.
func (c *Client) DeleteHumanLoop(ctx context.Context, params *DeleteHumanLoopInput, optFns ...func(*Options)) (*DeleteHumanLoopOutput, error) {
	return call(ctx, c, &deleteHumanLoop, params, optFns)
}

// PresignDeleteHumanLoop puts the signature of a DeleteHumanLoop call into its URL.
func (c *PresignClient) PresignDeleteHumanLoop(ctx context.Context, params *DeleteHumanLoopInput, optFns ...func(*PresignOptions)) (*v4.PresignedHTTPRequest, error) {
	return presign(ctx, c, &deleteHumanLoop, params, optFns)
}

// DeleteHumanLoopInput is the input of DeleteHumanLoop.
type DeleteHumanLoopInput struct {
	// HumanLoopName is the name of the human loop to delete: 1 to 63 characters, and
	// not . or .. alone. The API reference documents the pattern
	// ^[a-z0-9](-*[a-z0-9])*$, but loops with other names exist, so the service
	// checks it, not the client.
	//
	// This member is required.
	HumanLoopName *string
}

// DeleteHumanLoopOutput is the output of DeleteHumanLoop. It has no other
// members.
type DeleteHumanLoopOutput struct {
	// ResultMetadata is what the middleware stack recorded about the call: request ID,
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
