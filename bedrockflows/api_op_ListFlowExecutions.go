package bedrockflows

import (
	"context"

	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
)

// ListFlowExecutions returns one page of the executions of a flow, with summary
// information such as status, start and end times, and the execution's Amazon
// Resource Name (ARN). (API document, ListFlowExecutions.) Flow executions are
// in preview release for Amazon Bedrock and subject to change.
//
// A page has at most 10 items whatever MaxResults says. It may be short or empty
// and still not be the last: only a NextToken that is nil or "" ends the list.
//
// Errors: types.ResourceNotFoundException, types.ValidationException,
// types.AccessDeniedException, types.ThrottlingException,
// types.InternalServerException and the common errors.
func (c *Client) ListFlowExecutions(ctx context.Context, params *ListFlowExecutionsInput, optFns ...func(*Options)) (*ListFlowExecutionsOutput, error) {
	return call(ctx, c, &listFlowExecutions, params, optFns)
}

// PresignListFlowExecutions puts the signature of a ListFlowExecutions call into its
// URL.
func (c *PresignClient) PresignListFlowExecutions(ctx context.Context, params *ListFlowExecutionsInput, optFns ...func(*PresignOptions)) (*v4.PresignedHTTPRequest, error) {
	return presign(ctx, c, &listFlowExecutions, params, optFns)
}

// ListFlowExecutionsAPIClient is a client that has ListFlowExecutions.
type ListFlowExecutionsAPIClient interface {
	// ListFlowExecutions is like [Client.ListFlowExecutions].
	ListFlowExecutions(context.Context, *ListFlowExecutionsInput, ...func(*Options)) (*ListFlowExecutionsOutput, error)
}

var _ ListFlowExecutionsAPIClient = (*Client)(nil)

// ListFlowExecutionsInput is the input of ListFlowExecutions.
type ListFlowExecutionsInput struct {
	// FlowIdentifier is the unique identifier of the flow, or its ARN, at most
	// 2048 characters.
	//
	// This member is required.
	FlowIdentifier *string

	// FlowAliasIdentifier is the unique identifier of the flow alias to list
	// executions for, or its ARN, at most 2048 characters. Nil means every alias.
	FlowAliasIdentifier *string

	// MaxResults is the maximum number of executions to return: 1 to 1000. The
	// service never returns more than 10.
	MaxResults *int32

	// NextToken is the token of the page to return, at most 2048 characters.
	// "" and nil mean the first page.
	NextToken *string
}

// ListFlowExecutionsOutput is the output of ListFlowExecutions.
type ListFlowExecutionsOutput struct {
	// FlowExecutionSummaries are the executions of this page.
	//
	// This member is required.
	FlowExecutionSummaries []types.FlowExecutionSummary

	// NextToken is the token of the next page, or nil or "" on the last page.
	NextToken *string

	// ResultMetadata is what the middleware stack recorded about the call: request ID,
	// attempts, raw response.
	ResultMetadata middleware.Metadata
}

// ListFlowExecutionsPaginator pages ListFlowExecutions. See package paginators for its methods
// Items, Pages, NextPage, Checkpoint and ResumeToken.
type ListFlowExecutionsPaginator = paginators.Paginator[Options, ListFlowExecutionsOutput, types.FlowExecutionSummary]

// NewListFlowExecutionsPaginator returns a paginator over the executions that params
// selects. The MaxResults of params is the page size, and its NextToken the page to begin
// at, unless the options override them. params is copied.
func NewListFlowExecutionsPaginator(client ListFlowExecutionsAPIClient, params *ListFlowExecutionsInput, optFns ...func(*paginators.Options)) *ListFlowExecutionsPaginator {
	if client == nil {
		client = (*Client)(nil) // its calls return a clear error
	}
	var in ListFlowExecutionsInput
	if params != nil {
		in = *params
	}
	return paginators.New(paginators.Definition[Options, ListFlowExecutionsOutput, types.FlowExecutionSummary]{
		Fetch: func(ctx context.Context, token *string, size int32, optFns ...func(*Options)) (*ListFlowExecutionsOutput, error) {
			page := in
			page.NextToken, page.MaxResults = token, nil
			if size > 0 {
				page.MaxResults = &size
			}
			return client.ListFlowExecutions(awsclient.WithCaller(ctx, awsclient.Paginator), &page, optFns...)
		},
		Unpack: func(page *ListFlowExecutionsOutput) (*[]types.FlowExecutionSummary, *string) {
			return &page.FlowExecutionSummaries, page.NextToken
		},
		TokenKey: "nextToken",
		Token:    aws.ToString(in.NextToken),
		PageSize: aws.ToInt32(in.MaxResults),
	}, optFns...)
}

var listFlowExecutions = awsclient.Operation[ListFlowExecutionsInput, ListFlowExecutionsOutput]{
	Model: &model.ListFlowExecutions,
	Check: func(in *ListFlowExecutionsInput, c *model.Checker) {
		c.String("flowIdentifier", in.FlowIdentifier)
		c.String("flowAliasIdentifier", in.FlowAliasIdentifier)
		c.Int("maxResults", in.MaxResults)
		c.Token("nextToken", in.NextToken)
	},
	Serialize: func(in *ListFlowExecutionsInput, r *restjson.Request) {
		r.Label("flowIdentifier", in.FlowIdentifier)
		r.Query("flowAliasIdentifier", in.FlowAliasIdentifier)
		r.QueryInt("maxResults", in.MaxResults)
		r.QueryToken("nextToken", in.NextToken)
	},
	Deserialize: func(d *restjson.Decoder, out *ListFlowExecutionsOutput) {
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "flowExecutionSummaries":
				out.FlowExecutionSummaries = flowExecutionSummaries(d)
			case "nextToken":
				out.NextToken = d.String()
			default:
				d.Skip()
			}
		}
	},
	Metadata: func(out *ListFlowExecutionsOutput) *middleware.Metadata { return &out.ResultMetadata },
}

func flowExecutionSummaries(d *restjson.Decoder) []types.FlowExecutionSummary {
	return restjson.List(d, func(s *types.FlowExecutionSummary) {
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "createdAt":
				s.CreatedAt = d.Time()
			case "endedAt":
				s.EndedAt = d.Time()
			case "executionArn":
				s.ExecutionArn = d.String()
			case "flowAliasIdentifier":
				s.FlowAliasIdentifier = d.String()
			case "flowIdentifier":
				s.FlowIdentifier = d.String()
			case "flowVersion":
				s.FlowVersion = d.String()
			case "status":
				s.Status = types.FlowExecutionStatus(d.Text())
			default:
				d.Skip()
			}
		}
	})
}
