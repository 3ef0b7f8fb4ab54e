package a2iruntime

import (
	"context"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
)

// DescribeHumanLoop returns information about the specified human loop. (API
// reference, Actions, DescribeHumanLoop.)
//
// If the loop was deleted, the call returns a types.ResourceNotFoundException. Other
// errors: types.ValidationException, types.ThrottlingException,
// types.InternalServerException and the common errors.
func (c *Client) DescribeHumanLoop(ctx context.Context, params *DescribeHumanLoopInput, optFns ...func(*Options)) (*DescribeHumanLoopOutput, error) {
	return call(ctx, c, &describeHumanLoop, params, optFns)
}

// PresignDescribeHumanLoop puts the signature of a DescribeHumanLoop call into its
// URL.
func (c *PresignClient) PresignDescribeHumanLoop(ctx context.Context, params *DescribeHumanLoopInput, optFns ...func(*PresignOptions)) (*v4.PresignedHTTPRequest, error) {
	return presign(ctx, c, &describeHumanLoop, params, optFns)
}

// DescribeHumanLoopAPIClient is a client that has DescribeHumanLoop.
type DescribeHumanLoopAPIClient interface {
	// DescribeHumanLoop is like [Client.DescribeHumanLoop].
	DescribeHumanLoop(context.Context, *DescribeHumanLoopInput, ...func(*Options)) (*DescribeHumanLoopOutput, error)
}

var _ DescribeHumanLoopAPIClient = (*Client)(nil)

// DescribeHumanLoopInput is the input of DescribeHumanLoop.
type DescribeHumanLoopInput struct {
	// HumanLoopName is the name of the human loop: 1 to 63 characters, and
	// not . or .. alone. The API reference documents the pattern
	// ^[a-z0-9](-*[a-z0-9])*$, but loops with other names exist, so the service
	// checks it, not the client.
	//
	// This member is required.
	HumanLoopName *string
}

// DescribeHumanLoopOutput is the output of DescribeHumanLoop.
type DescribeHumanLoopOutput struct {
	// CreationTime is when Amazon Augmented AI created the human loop.
	//
	// This member is required.
	CreationTime *time.Time

	// FlowDefinitionArn is the Amazon Resource Name (ARN) of the flow definition.
	//
	// This member is required.
	FlowDefinitionArn *string

	// HumanLoopArn is the Amazon Resource Name (ARN) of the human loop.
	//
	// This member is required.
	HumanLoopArn *string

	// HumanLoopName is the name of the human loop.
	//
	// This member is required.
	HumanLoopName *string

	// HumanLoopStatus is the status of the human loop.
	//
	// This member is required.
	HumanLoopStatus types.HumanLoopStatus

	// FailureCode identifies the type of failure: ValidationError, Expired or
	// InternalError.
	FailureCode *string

	// FailureReason is why a human loop failed, set when HumanLoopStatus is
	// Failed.
	FailureReason *string

	// HumanLoopOutput says where the output of the human loop is. The API reference
	// does not say when it is set. Users have seen AWS return it for loops
	// that were InProgress and Stopped, so check HumanLoopStatus before you get the object:
	// it exists when the loop is Completed.
	HumanLoopOutput *types.HumanLoopOutput

	// ResultMetadata is what the middleware stack recorded about the call: request ID,
	// attempts, raw response.
	ResultMetadata middleware.Metadata
}

var describeHumanLoop = awsclient.Operation[DescribeHumanLoopInput, DescribeHumanLoopOutput]{
	Model: &model.DescribeHumanLoop,
	Check: func(in *DescribeHumanLoopInput, c *model.Checker) {
		c.String("HumanLoopName", in.HumanLoopName)
	},
	Serialize: func(in *DescribeHumanLoopInput, r *restjson.Request) {
		r.Label("HumanLoopName", in.HumanLoopName)
	},
	Deserialize: func(d *restjson.Decoder, out *DescribeHumanLoopOutput) {
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "CreationTime":
				out.CreationTime = d.Time()
			case "FailureCode":
				out.FailureCode = d.String()
			case "FailureReason":
				out.FailureReason = d.String()
			case "FlowDefinitionArn":
				out.FlowDefinitionArn = d.String()
			case "HumanLoopArn":
				out.HumanLoopArn = d.String()
			case "HumanLoopName":
				out.HumanLoopName = d.String()
			case "HumanLoopOutput":
				out.HumanLoopOutput = humanLoopOutput(d)
			case "HumanLoopStatus":
				out.HumanLoopStatus = types.HumanLoopStatus(d.Text())
			default:
				d.Skip()
			}
		}
	},
	Metadata: func(out *DescribeHumanLoopOutput) *middleware.Metadata { return &out.ResultMetadata },
}

func humanLoopOutput(d *restjson.Decoder) *types.HumanLoopOutput {
	if d.Null() {
		return nil
	}
	out := new(types.HumanLoopOutput)
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "OutputS3Uri":
			out.OutputS3Uri = d.String()
		default:
			d.Skip()
		}
	}
	return out
}
