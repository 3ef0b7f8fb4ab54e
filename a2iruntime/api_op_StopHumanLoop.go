package a2iruntime

import (
	"context"

	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
)

// StopHumanLoop stops the specified human loop. (API reference, Actions,
// StopHumanLoop.) Afterwards the loop is Stopping, and some time later Stopped.
//
// Errors: types.ResourceNotFoundException, types.ValidationException,
// types.ThrottlingException, types.InternalServerException and the common errors.
func (c *Client) StopHumanLoop(ctx context.Context, params *StopHumanLoopInput, optFns ...func(*Options)) (*StopHumanLoopOutput, error) {
	return call(ctx, c, &stopHumanLoop, params, optFns)
}

// PresignStopHumanLoop puts the signature of a StopHumanLoop call into its URL.
// The signature covers the body: send exactly the bytes of StopHumanLoopInput.RequestBody,
// and the presigned request's headers.
func (c *PresignClient) PresignStopHumanLoop(ctx context.Context, params *StopHumanLoopInput, optFns ...func(*PresignOptions)) (*v4.PresignedHTTPRequest, error) {
	return presign(ctx, c, &stopHumanLoop, params, optFns)
}

// StopHumanLoopInput is the input of StopHumanLoop.
type StopHumanLoopInput struct {
	// HumanLoopName is the name of the human loop to stop: 1 to 63
	// characters. The API reference documents the pattern ^[a-z0-9](-*[a-z0-9])*$, but
	// loops with other names exist, so the service checks it, not the client.
	//
	// This member is required.
	HumanLoopName *string
}

// RequestBody returns the body that a call with this input sends. A presigned request
// needs it. RequestBody checks the input as the call does.
func (in *StopHumanLoopInput) RequestBody() ([]byte, error) { return stopHumanLoop.Body(in) }

// StopHumanLoopOutput is the output of StopHumanLoop. It has no other
// members.
type StopHumanLoopOutput struct {
	// ResultMetadata is what the middleware stack recorded about the call: request ID,
	// attempts, raw response.
	ResultMetadata middleware.Metadata
}

var stopHumanLoop = awsclient.Operation[StopHumanLoopInput, StopHumanLoopOutput]{
	Model: &model.StopHumanLoop,
	Check: func(in *StopHumanLoopInput, c *model.Checker) {
		c.String("HumanLoopName", in.HumanLoopName)
	},
	Serialize: func(in *StopHumanLoopInput, r *restjson.Request) {
		body := r.Body(128)
		body.String("HumanLoopName", in.HumanLoopName)
		body.Close()
	},
	Metadata: func(out *StopHumanLoopOutput) *middleware.Metadata { return &out.ResultMetadata },
}
