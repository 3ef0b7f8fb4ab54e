package a2iruntime

import (
	"context"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
)

// ListHumanLoops returns one page of information about the human loops of a
// flow definition. A loop that was deleted is not included. (API reference,
// Actions, ListHumanLoops.)
//
// A page may be short or empty and still not be the last: only a NextToken that
// is nil or "" ends the list.
//
// Errors: types.ResourceNotFoundException, types.ValidationException,
// types.ThrottlingException, types.InternalServerException and the common errors.
func (c *Client) ListHumanLoops(ctx context.Context, params *ListHumanLoopsInput, optFns ...func(*Options)) (*ListHumanLoopsOutput, error) {
	return call(ctx, c, &listHumanLoops, params, optFns)
}

// PresignListHumanLoops puts the signature of a ListHumanLoops call into its
// URL.
func (c *PresignClient) PresignListHumanLoops(ctx context.Context, params *ListHumanLoopsInput, optFns ...func(*PresignOptions)) (*v4.PresignedHTTPRequest, error) {
	return presign(ctx, c, &listHumanLoops, params, optFns)
}

// ListHumanLoopsAPIClient is a client that has ListHumanLoops.
type ListHumanLoopsAPIClient interface {
	// ListHumanLoops is like [Client.ListHumanLoops].
	ListHumanLoops(context.Context, *ListHumanLoopsInput, ...func(*Options)) (*ListHumanLoopsOutput, error)
}

var _ ListHumanLoopsAPIClient = (*Client)(nil)

// ListHumanLoopsInput is the input of ListHumanLoops.
type ListHumanLoopsInput struct {
	// FlowDefinitionArn is the Amazon Resource Name (ARN) of a flow definition,
	// at most 1024 characters.
	//
	// This member is required.
	FlowDefinitionArn *string

	// CreationTimeAfter limits the list to loops that were created after this time. The
	// client rounds it down to the millisecond, the finest time that the service reads,
	// so the list may begin up to a millisecond early. AWS does not document whether
	// the bound itself is included. The year is 1 to 9999 in UTC.
	CreationTimeAfter *time.Time

	// CreationTimeBefore limits the list to loops that were created before this time. The
	// client rounds it up to the millisecond, so the list may end up to a millisecond
	// late. AWS does not document whether the bound itself is included. The year is 1 to
	// 9999 in UTC.
	CreationTimeBefore *time.Time

	// MaxResults is the maximum number of items to return: 1 to 100. AWS does not
	// document the default. The local service's default is 10.
	MaxResults *int32

	// NextToken is the token of the page to return, at most 8192 characters.
	// "" and nil mean the first page.
	NextToken *string

	// SortOrder is the order by creation time. AWS does not document the default.
	SortOrder types.SortOrder
}

// ListHumanLoopsOutput is the output of ListHumanLoops.
type ListHumanLoopsOutput struct {
	// HumanLoopSummaries are the human loops of this page.
	//
	// This member is required.
	HumanLoopSummaries []types.HumanLoopSummary

	// NextToken is the token of the next page, or nil or "" on the last page.
	NextToken *string

	// ResultMetadata is what the middleware stack recorded about the call: request ID,
	// attempts, raw response.
	ResultMetadata middleware.Metadata
}

// ListHumanLoopsPaginator pages ListHumanLoops. See package paginators for its methods
// Items, Pages, NextPage, Checkpoint and ResumeToken.
type ListHumanLoopsPaginator = paginators.Paginator[Options, ListHumanLoopsOutput, types.HumanLoopSummary]

// NewListHumanLoopsPaginator returns a paginator over the loops that params selects.
// The MaxResults of params is the page size, and its NextToken the page to begin at,
// unless the options override them. params is copied.
func NewListHumanLoopsPaginator(client ListHumanLoopsAPIClient, params *ListHumanLoopsInput, optFns ...func(*paginators.Options)) *ListHumanLoopsPaginator {
	return newListHumanLoopsPaginator(client, params, nil, optFns)
}

// newListHumanLoopsPaginator pages a list. A filter that is not nil changes a copy of
// each page.
func newListHumanLoopsPaginator(client ListHumanLoopsAPIClient, params *ListHumanLoopsInput, filter func(*ListHumanLoopsOutput) error, optFns []func(*paginators.Options)) *ListHumanLoopsPaginator {
	if client == nil {
		client = (*Client)(nil) // its calls return a clear error
	}
	var in ListHumanLoopsInput
	if params != nil {
		in = *params
	}
	return paginators.New(paginators.Definition[Options, ListHumanLoopsOutput, types.HumanLoopSummary]{
		Fetch: func(ctx context.Context, token *string, size int32, optFns ...func(*Options)) (*ListHumanLoopsOutput, error) {
			page := in
			page.NextToken, page.MaxResults = token, nil
			if size > 0 {
				page.MaxResults = &size
			}
			out, err := client.ListHumanLoops(awsclient.WithCaller(ctx, awsclient.Paginator), &page, optFns...)
			if err != nil || out == nil || filter == nil {
				return out, err
			}
			filtered := *out
			return &filtered, filter(&filtered)
		},
		Unpack: func(page *ListHumanLoopsOutput) (*[]types.HumanLoopSummary, *string) {
			return &page.HumanLoopSummaries, page.NextToken
		},
		Token:    aws.ToString(in.NextToken),
		PageSize: aws.ToInt32(in.MaxResults),
	}, optFns...)
}

var listHumanLoops = awsclient.Operation[ListHumanLoopsInput, ListHumanLoopsOutput]{
	Model: &model.ListHumanLoops,
	Check: func(in *ListHumanLoopsInput, c *model.Checker) {
		c.String("FlowDefinitionArn", in.FlowDefinitionArn)
		c.Time("CreationTimeAfter", in.CreationTimeAfter)
		c.Time("CreationTimeBefore", in.CreationTimeBefore)
		c.Int("MaxResults", in.MaxResults)
		c.Token("NextToken", in.NextToken)
	},
	Serialize: func(in *ListHumanLoopsInput, r *restjson.Request) {
		r.QueryTimeFloor("CreationTimeAfter", in.CreationTimeAfter)
		r.QueryTimeCeil("CreationTimeBefore", in.CreationTimeBefore)
		r.Query("FlowDefinitionArn", in.FlowDefinitionArn)
		r.QueryInt("MaxResults", in.MaxResults)
		r.QueryToken("NextToken", in.NextToken)
		r.QueryText("SortOrder", string(in.SortOrder))
	},
	Deserialize: func(d *restjson.Decoder, out *ListHumanLoopsOutput) {
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "HumanLoopSummaries":
				out.HumanLoopSummaries = humanLoopSummaries(d)
			case "NextToken":
				out.NextToken = d.String()
			default:
				d.Skip()
			}
		}
	},
	Metadata: func(out *ListHumanLoopsOutput) *middleware.Metadata { return &out.ResultMetadata },
}

func humanLoopSummaries(d *restjson.Decoder) []types.HumanLoopSummary {
	return restjson.List(d, func(s *types.HumanLoopSummary) {
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "CreationTime":
				s.CreationTime = d.Time()
			case "FailureReason":
				s.FailureReason = d.String()
			case "FlowDefinitionArn":
				s.FlowDefinitionArn = d.String()
			case "HumanLoopName":
				s.HumanLoopName = d.String()
			case "HumanLoopStatus":
				s.HumanLoopStatus = types.HumanLoopStatus(d.Text())
			default:
				d.Skip()
			}
		}
	})
}
