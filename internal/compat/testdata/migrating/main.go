// Migrating is a program for the official clients. The test replaces only the import
// paths, as MIGRATING.md says.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime"
	flowtypes "github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime/types"
	"github.com/aws/aws-sdk-go-v2/service/sagemakera2iruntime"
	"github.com/aws/aws-sdk-go-v2/service/sagemakera2iruntime/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const (
	flowDefinition = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"
	flow           = "FLOW123456"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	client := sagemakera2iruntime.NewFromConfig(cfg, func(o *sagemakera2iruntime.Options) {
		o.RetryMaxAttempts = 2
		o.HTTPClient = awshttp.NewBuildableClient().WithTimeout(30 * time.Second)
	})
	for _, step := range []func(context.Context, *sagemakera2iruntime.Client) error{calls, mistakes, lists, options} {
		if err := step(ctx, client); err != nil {
			log.Fatal(err)
		}
	}
	if err := executions(ctx, bedrockagentruntime.NewFromConfig(cfg)); err != nil {
		log.Fatal(err)
	}
}

// reviews is an interface that a program may declare between itself and the client.
type reviews interface {
	StartHumanLoop(context.Context, *sagemakera2iruntime.StartHumanLoopInput, ...func(*sagemakera2iruntime.Options)) (*sagemakera2iruntime.StartHumanLoopOutput, error)
	DescribeHumanLoop(context.Context, *sagemakera2iruntime.DescribeHumanLoopInput, ...func(*sagemakera2iruntime.Options)) (*sagemakera2iruntime.DescribeHumanLoopOutput, error)
	StopHumanLoop(context.Context, *sagemakera2iruntime.StopHumanLoopInput, ...func(*sagemakera2iruntime.Options)) (*sagemakera2iruntime.StopHumanLoopOutput, error)
	DeleteHumanLoop(context.Context, *sagemakera2iruntime.DeleteHumanLoopInput, ...func(*sagemakera2iruntime.Options)) (*sagemakera2iruntime.DeleteHumanLoopOutput, error)
}

var _ reviews = (*sagemakera2iruntime.Client)(nil)

func calls(ctx context.Context, client *sagemakera2iruntime.Client) error {
	for _, name := range []string{"first", "second"} {
		started, err := client.StartHumanLoop(ctx, &sagemakera2iruntime.StartHumanLoopInput{
			HumanLoopName:     aws.String(name),
			FlowDefinitionArn: aws.String(flowDefinition),
			HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"total": "2,271.00"}`)},
			DataAttributes: &types.HumanLoopDataAttributes{
				ContentClassifiers: []types.ContentClassifier{types.ContentClassifierFreeOfAdultContent},
			},
		}, func(o *sagemakera2iruntime.Options) { o.RetryMaxAttempts = 1 })
		if err != nil {
			return err
		}
		fmt.Println(*started.HumanLoopArn)
	}
	var r reviews = client
	loop, err := r.DescribeHumanLoop(ctx, &sagemakera2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("first")})
	if err != nil {
		return err
	}
	id, ok := awsmiddleware.GetRequestIDMetadata(loop.ResultMetadata)
	fmt.Println(*loop.HumanLoopName, loop.HumanLoopStatus, loop.FailureCode == nil, loop.HumanLoopOutput == nil, id != "" && ok)
	if raw, ok := awsmiddleware.GetRawResponse(loop.ResultMetadata).(*smithyhttp.Response); !ok || raw.StatusCode != http.StatusOK {
		return fmt.Errorf("the response is %v", raw)
	}
	if _, err := r.StopHumanLoop(ctx, &sagemakera2iruntime.StopHumanLoopInput{HumanLoopName: loop.HumanLoopName}); err != nil {
		return err
	}
	for loop.HumanLoopStatus == types.HumanLoopStatusInProgress || loop.HumanLoopStatus == types.HumanLoopStatusStopping {
		if loop, err = r.DescribeHumanLoop(ctx, &sagemakera2iruntime.DescribeHumanLoopInput{HumanLoopName: loop.HumanLoopName}); err != nil {
			return err
		}
	}
	fmt.Println(loop.HumanLoopStatus, aws.ToTime(loop.CreationTime).Before(time.Now().Add(time.Minute)))
	_, err = r.DeleteHumanLoop(ctx, &sagemakera2iruntime.DeleteHumanLoopInput{HumanLoopName: loop.HumanLoopName})
	return err
}

func mistakes(ctx context.Context, client *sagemakera2iruntime.Client) error {
	_, err := client.DescribeHumanLoop(ctx, &sagemakera2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("first")})
	var notFound *types.ResourceNotFoundException
	var api smithy.APIError
	var operation *smithy.OperationError
	var response *awshttp.ResponseError
	if !errors.As(err, &notFound) || !errors.As(err, &api) || !errors.As(err, &operation) || !errors.As(err, &response) {
		return fmt.Errorf("want a ResourceNotFoundException, got %w", err)
	}
	fmt.Println(notFound.ErrorCode(), notFound.ErrorFault() == smithy.FaultClient, operation.Service(), operation.Operation(), response.HTTPStatusCode(), api.ErrorMessage() == aws.ToString(notFound.Message))
	_, err = client.DescribeHumanLoop(ctx, &sagemakera2iruntime.DescribeHumanLoopInput{})
	var invalid smithy.InvalidParamsError
	if !errors.As(err, &invalid) {
		return fmt.Errorf("want an InvalidParamsError, got %w", err)
	}
	for _, err := range []error{&types.ConflictException{}, &types.InternalServerException{}, &types.ServiceQuotaExceededException{}, &types.ThrottlingException{}, &types.ValidationException{}, &flowtypes.AccessDeniedException{}} {
		fmt.Print(err.(smithy.APIError).ErrorCode(), " ")
	}
	fmt.Println()
	return nil
}

// pages is a mock of ListHumanLoops with one loop per page.
type pages []string

func (p pages) ListHumanLoops(_ context.Context, in *sagemakera2iruntime.ListHumanLoopsInput, _ ...func(*sagemakera2iruntime.Options)) (*sagemakera2iruntime.ListHumanLoopsOutput, error) {
	i := max(0, slices.Index(p, aws.ToString(in.NextToken)))
	out := &sagemakera2iruntime.ListHumanLoopsOutput{HumanLoopSummaries: []types.HumanLoopSummary{{HumanLoopName: &p[i]}}}
	if i+1 < len(p) {
		out.NextToken = &p[i+1]
	}
	return out, nil
}

var (
	_ sagemakera2iruntime.ListHumanLoopsAPIClient     = pages(nil)
	_ sagemakera2iruntime.ListHumanLoopsAPIClient     = (*sagemakera2iruntime.Client)(nil)
	_ bedrockagentruntime.ListFlowExecutionsAPIClient = (*bedrockagentruntime.Client)(nil)
)

func lists(ctx context.Context, client *sagemakera2iruntime.Client) error {
	for _, from := range []sagemakera2iruntime.ListHumanLoopsAPIClient{client, pages{"a", "b", "c"}} {
		paginator := sagemakera2iruntime.NewListHumanLoopsPaginator(from, &sagemakera2iruntime.ListHumanLoopsInput{
			FlowDefinitionArn: aws.String(flowDefinition),
			MaxResults:        aws.Int32(1),
			SortOrder:         types.SortOrderAscending,
		})
		for paginator.HasMorePages() {
			page, err := paginator.NextPage(ctx, func(o *sagemakera2iruntime.Options) { o.RetryMaxAttempts = 1 })
			if err != nil {
				return err
			}
			for _, loop := range page.HumanLoopSummaries {
				fmt.Println("listed", aws.ToString(loop.HumanLoopName))
			}
		}
	}
	fmt.Println(types.HumanLoopStatus("").Values(), types.SortOrder("").Values(), len(types.ContentClassifier("").Values()), flowtypes.FlowExecutionStatus("").Values())
	return nil
}

func options(ctx context.Context, client *sagemakera2iruntime.Client) error {
	sent := 0
	count := func(stack *middleware.Stack) error {
		return stack.Finalize.Add(middleware.FinalizeMiddlewareFunc("count", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
			sent++
			return next.HandleFinalize(ctx, in)
		}), middleware.After)
	}
	options := client.Options() // a copy
	other := sagemakera2iruntime.New(options, sagemakera2iruntime.WithAPIOptions(count), func(o *sagemakera2iruntime.Options) {
		o.Credentials, o.Region, o.BaseEndpoint = options.Credentials, "us-east-1", options.BaseEndpoint
		o.ClientLogMode, o.RetryMode = 0, aws.RetryModeStandard
	})
	if _, err := other.DescribeHumanLoop(ctx, &sagemakera2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("second")}); err != nil {
		return err
	}
	_, err := client.DescribeHumanLoop(ctx, &sagemakera2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("second")}, sagemakera2iruntime.WithAPIOptions(count))
	fmt.Println("sent", sent, sagemakera2iruntime.ServiceID, bedrockagentruntime.ServiceID)
	return err
}

func executions(ctx context.Context, client *bedrockagentruntime.Client) error {
	first, err := client.ListFlowExecutions(ctx, &bedrockagentruntime.ListFlowExecutionsInput{FlowIdentifier: aws.String(flow), MaxResults: aws.Int32(2)})
	if err != nil {
		return err
	}
	count := 0
	statuses := map[flowtypes.FlowExecutionStatus]bool{}
	paginator := bedrockagentruntime.NewListFlowExecutionsPaginator(client, &bedrockagentruntime.ListFlowExecutionsInput{FlowIdentifier: aws.String(flow)})
	for paginator.HasMorePages() {
		page, err := paginator.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, execution := range page.FlowExecutionSummaries {
			statuses[execution.Status] = true
			count++
		}
	}
	fmt.Println(len(first.FlowExecutionSummaries), first.NextToken != nil, count, statuses[flowtypes.FlowExecutionStatusSucceeded])
	_, err = client.ListFlowExecutions(ctx, &bedrockagentruntime.ListFlowExecutionsInput{FlowIdentifier: aws.String("no flow!")})
	var invalid *flowtypes.ValidationException
	if !errors.As(err, &invalid) {
		return fmt.Errorf("want a ValidationException, got %v", err)
	}
	return nil
}
