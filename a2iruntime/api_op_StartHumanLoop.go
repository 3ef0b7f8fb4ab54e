package a2iruntime

import (
	"context"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
)

// StartHumanLoop starts a human loop, provided that at least one activation
// condition is met. (API reference, Actions, StartHumanLoop.)
//
// If an active loop has the same name but different input, the call returns a
// types.ConflictException. (API reference, StartHumanLoop, Errors.) If it has the same
// input, the call returns the ARN of that loop, so a call that was interrupted can be
// repeated. The API reference does not say what happens when a loop with that name has
// ended. To review the same data again, delete the loop first or use another name.
// a2itest.Options.ReuseEndedNames chooses what the local service does.
//
// Other errors: types.ServiceQuotaExceededException, types.ValidationException,
// types.ThrottlingException, types.InternalServerException and the common errors.
func (c *Client) StartHumanLoop(ctx context.Context, params *StartHumanLoopInput, optFns ...func(*Options)) (*StartHumanLoopOutput, error) {
	return call(ctx, c, &startHumanLoop, params, optFns)
}

// PresignStartHumanLoop puts the signature of a StartHumanLoop call into its URL.
// The signature covers the body: send exactly the bytes of StartHumanLoopInput.RequestBody,
// and the presigned request's headers.
func (c *PresignClient) PresignStartHumanLoop(ctx context.Context, params *StartHumanLoopInput, optFns ...func(*PresignOptions)) (*v4.PresignedHTTPRequest, error) {
	return presign(ctx, c, &startHumanLoop, params, optFns)
}

// StartHumanLoopInput is the input of StartHumanLoop.
type StartHumanLoopInput struct {
	// FlowDefinitionArn is the Amazon Resource Name (ARN) of the flow definition
	// associated with this human loop, at most 1024 characters.
	//
	// This member is required.
	FlowDefinitionArn *string

	// HumanLoopInput is the input of the human loop.
	//
	// This member is required.
	HumanLoopInput *types.HumanLoopInput

	// HumanLoopName is the name of the human loop, unique within the Region in
	// your account: 1 to 63 characters of a-z, 0-9 and hyphen, without a
	// hyphen at either end.
	//
	// This member is required.
	HumanLoopName *string

	// DataAttributes says whether your data is free of personally identifiable
	// information or adult content.
	DataAttributes *types.HumanLoopDataAttributes
}

// RequestBody returns the body that a call with this input sends. A presigned request
// needs it. RequestBody checks the input as the call does.
func (in *StartHumanLoopInput) RequestBody() ([]byte, error) { return startHumanLoop.Body(in) }

// StartHumanLoopOutput is the output of StartHumanLoop.
type StartHumanLoopOutput struct {
	// HumanLoopArn is the Amazon Resource Name (ARN) of the human loop.
	HumanLoopArn *string

	// ResultMetadata is what the middleware stack recorded about the call: request ID,
	// attempts, raw response.
	ResultMetadata middleware.Metadata
}

var startHumanLoop = awsclient.Operation[StartHumanLoopInput, StartHumanLoopOutput]{
	Model: &model.StartHumanLoop,
	Check: func(in *StartHumanLoopInput, c *model.Checker) {
		c.String("HumanLoopName", in.HumanLoopName)
		c.String("FlowDefinitionArn", in.FlowDefinitionArn)
		c.Present("HumanLoopInput", in.HumanLoopInput != nil)
		if in.HumanLoopInput != nil {
			c.String("HumanLoopInput.InputContent", in.HumanLoopInput.InputContent)
		}
		c.Present("DataAttributes", in.DataAttributes != nil)
		if in.DataAttributes != nil {
			model.Strings(c, "DataAttributes.ContentClassifiers", in.DataAttributes.ContentClassifiers)
		}
	},
	Serialize: func(in *StartHumanLoopInput, r *restjson.Request) {
		const maxRest = 512 // the size of everything but the ARN and the content
		size := maxRest + len(aws.ToString(in.FlowDefinitionArn))
		if in.HumanLoopInput != nil {
			size += restjson.EncodedLen(aws.ToString(in.HumanLoopInput.InputContent))
		}
		body := r.Body(size)
		if in.DataAttributes != nil {
			attributes := body.Object("DataAttributes")
			restjson.Strings(attributes, "ContentClassifiers", in.DataAttributes.ContentClassifiers)
			attributes.Close()
		}
		body.String("FlowDefinitionArn", in.FlowDefinitionArn)
		if in.HumanLoopInput != nil {
			input := body.Object("HumanLoopInput")
			input.String("InputContent", in.HumanLoopInput.InputContent)
			input.Close()
		}
		body.String("HumanLoopName", in.HumanLoopName)
		body.Close()
	},
	Deserialize: func(d *restjson.Decoder, out *StartHumanLoopOutput) {
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "HumanLoopArn":
				out.HumanLoopArn = d.String()
			default:
				d.Skip()
			}
		}
	},
	Metadata: func(out *StartHumanLoopOutput) *middleware.Metadata { return &out.ResultMetadata },
}
