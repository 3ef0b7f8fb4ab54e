package bench

import (
	"context"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// First creates a client and makes its first call.
func First(open open) Work {
	loop, alias := text(`{"HumanLoopName":"invoice-0117"}`), text(`{"Name":"live"}`)
	return Work{"NewFromConfig and first call", []Subject{
		{Ours, func(ctx context.Context) error {
			out, err := a2iruntime.NewFromConfig(Config(open(loop))).DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-0117")})
			return checked(err, func() bool { return out.HumanLoopName != nil })
		}},
		{Lambda, func(ctx context.Context) error {
			out, err := lambda.NewFromConfig(Config(open(alias))).GetAlias(ctx, &lambda.GetAliasInput{FunctionName: aws.String("reviews"), Name: aws.String("live")})
			return checked(err, func() bool { return out.Name != nil })
		}},
	}}
}
