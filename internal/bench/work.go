package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/internal/bench/bare"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/scheduler"
)

// Subject is one implementation of a work.
type Subject struct {
	Name string
	Do   func(context.Context) error
}

// The names of the subjects.
const (
	Ours     = "a2iflows-go"
	BareName = "bare request"

	// LeanerName is a bare request that decodes only four members and parses its URL once.
	LeanerName = "leaner bare request"

	Lambda    = "lambda"
	Scheduler = "scheduler"
	Agent     = "bedrockagent"
)

// Work is a task of all subjects. Each uses the documents of its own service.
type Work struct {
	Name     string
	Subjects []Subject
}

const (
	flowDefinition = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"
	flowArn        = "arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456"
)

// open returns an http.Client that receives a document, and its endpoint.
type open func(document []byte) (client *http.Client, endpoint string)

// InMemory returns a client that receives a document without a network.
func InMemory(document []byte) (*http.Client, string) { return NewMemory(document), MemoryEndpoint }

// Describe makes one small GET request.
func Describe(open open) Work {
	ours := a2iruntime.NewFromConfig(Config(open(loopDocument)))
	peer := lambda.NewFromConfig(Config(open(aliasDocument)))
	client, endpoint := open(loopDocument)
	bareClient := bare.New(client, endpoint, "sagemaker")
	described, err := url.Parse(endpoint + "/human-loops/invoice-0117")
	return Work{"DescribeHumanLoop", []Subject{
		{Ours, func(ctx context.Context) error { return describe(ctx, ours) }},
		{BareName, func(ctx context.Context) error { return bareDescribe(ctx, bareClient) }},
		{LeanerName, func(ctx context.Context) error {
			if err != nil {
				return err
			}
			var out struct {
				HumanLoopName, HumanLoopStatus, HumanLoopArn, FlowDefinitionArn string
			}
			err := bareClient.GetURL(ctx, described, &out)
			return checked(err, func() bool { return out.HumanLoopName != "" && out.FlowDefinitionArn != "" })
		}},
		{Lambda, func(ctx context.Context) error { return getAlias(ctx, peer) }},
	}}
}

// bareLoop is the type of a loop in the bare request.
type bareLoop struct {
	CreationTime      *time.Time
	FailureCode       *string
	FailureReason     *string
	FlowDefinitionArn *string
	HumanLoopArn      *string
	HumanLoopName     *string
	HumanLoopStatus   string
	HumanLoopOutput   *struct{ OutputS3Uri *string }
}

// ListLoops lists a page of n loops.
func ListLoops(open open, n int) Work {
	loops := loopsPage(n)
	aliases := text(`{"Aliases":%s,"NextMarker":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`, list(n, func(i int) string {
		return fmt.Sprintf(`{"AliasArn":"arn:aws:lambda:us-east-1:123456789012:function:reviews:v%04d","Name":"v%04d","FunctionVersion":"%d","Description":"","RevisionId":"a9b3c0e4-1d7c-4f0e-8c26-3f1b1f5f%04d"}`, i, i, i, i)
	}))
	groups := text(`{"ScheduleGroups":%s,"NextToken":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`, list(n, func(i int) string {
		return fmt.Sprintf(`{"Arn":"arn:aws:scheduler:us-east-1:123456789012:schedule-group/reviews-%04d","Name":"reviews-%04d","State":"ACTIVE","CreationDate":1772600767.%03d}`, i, i, i)
	}))
	ours := a2iruntime.NewFromConfig(Config(open(loops)))
	lambdas := lambda.NewFromConfig(Config(open(aliases)))
	schedules := scheduler.NewFromConfig(Config(open(groups)))
	client, endpoint := open(loops)
	bareClient := bare.New(client, endpoint, "sagemaker")
	return Work{fmt.Sprintf("ListHumanLoops, %d items", n), []Subject{
		{Ours, func(ctx context.Context) error {
			out, err := ours.ListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(flowDefinition), MaxResults: aws.Int32(100)})
			return checked(err, func() bool { return len(out.HumanLoopSummaries) == n && out.NextToken != nil })
		}},
		{BareName, func(ctx context.Context) error {
			var out struct {
				HumanLoopSummaries []bareLoop
				NextToken          *string
			}
			err := bareClient.Get(ctx, "/human-loops?FlowDefinitionArn=arn%3Aaws%3Asagemaker%3Aus-east-1%3A123456789012%3Aflow-definition%2Freviews&MaxResults=100", &out)
			return checked(err, func() bool { return len(out.HumanLoopSummaries) == n && out.NextToken != nil })
		}},
		{Lambda, func(ctx context.Context) error {
			out, err := lambdas.ListAliases(ctx, &lambda.ListAliasesInput{FunctionName: aws.String("reviews"), MaxItems: aws.Int32(100)})
			return checked(err, func() bool { return len(out.Aliases) == n && out.NextMarker != nil })
		}},
		{Scheduler, func(ctx context.Context) error {
			out, err := schedules.ListScheduleGroups(ctx, &scheduler.ListScheduleGroupsInput{MaxResults: aws.Int32(100)})
			return checked(err, func() bool { return len(out.ScheduleGroups) == n && out.NextToken != nil })
		}},
	}}
}

func loopsPage(n int) []byte {
	return text(`{"HumanLoopSummaries":%s,"NextToken":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`, list(n, func(i int) string {
		return fmt.Sprintf(`{"HumanLoopName":"invoice-2026-%04d","HumanLoopStatus":"Completed","CreationTime":"2026-03-04T05:06:%02d.%03dZ","FlowDefinitionArn":%q}`, i, i%60, i, flowDefinition)
	}))
}

// ListExecutions lists a page of 10 executions of a flow that its ARN identifies.
func ListExecutions(open open) Work {
	executions := text(`{"flowExecutionSummaries":%s,"nextToken":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`, list(10, func(i int) string {
		return fmt.Sprintf(`{"createdAt":"2026-03-04T05:06:%02d.891Z","endedAt":"2026-03-04T05:07:%02d.891Z","executionArn":"%s/alias/TSTALIASID/execution/%04d","flowAliasIdentifier":"TSTALIASID","flowIdentifier":"FLOW123456","flowVersion":"DRAFT","status":"Succeeded"}`, i, i, flowArn, i)
	}))
	versions := text(`{"flowVersionSummaries":%s,"nextToken":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`, list(10, func(i int) string {
		return fmt.Sprintf(`{"arn":"%s:%d","createdAt":"2026-03-04T05:06:%02d.891Z","id":"FLOW123456","status":"Prepared","version":"%d"}`, flowArn, i, i, i)
	}))
	ours := bedrockflows.NewFromConfig(Config(open(executions)))
	peer := bedrockagent.NewFromConfig(Config(open(versions)))
	return Work{"ListFlowExecutions, 10 items", []Subject{
		{Ours, func(ctx context.Context) error {
			out, err := ours.ListFlowExecutions(ctx, &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(flowArn)})
			return checked(err, func() bool { return len(out.FlowExecutionSummaries) == 10 && out.NextToken != nil })
		}},
		{Agent, func(ctx context.Context) error {
			out, err := peer.ListFlowVersions(ctx, &bedrockagent.ListFlowVersionsInput{FlowIdentifier: aws.String(flowArn)})
			return checked(err, func() bool { return len(out.FlowVersionSummaries) == 10 && out.NextToken != nil })
		}},
	}}
}

// checked returns err, or an error if the output is incomplete, because incomplete work would
// look fast.
func checked(err error, complete func() bool) error {
	if err == nil && !complete() {
		return fmt.Errorf("the output is incomplete")
	}
	return err
}
