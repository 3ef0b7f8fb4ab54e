package bench

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"sync"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemakerruntime"
)

// Names of the subjects of Start.
const (
	Unchecked = "a2iflows-go, SkipInputValidation"
	Floor     = "json.Marshal and SHA-256"
	Runtime   = "sagemakerruntime, bytes as they are"
)

// StartBytes is how many characters of InputContent Start sends.
const StartBytes = 3_000_000

// Start is StartHumanLoop with a large input. The floor under it is what no client
// can do without: to write the input as JSON, and to hash that. The peer's operation
// takes its bytes as they are.
func Start(open open) Work {
	client, endpoint := open(text(`{"HumanLoopArn":"arn:aws:sagemaker:us-east-1:123456789012:human-loop/invoice-0117"}`))
	ours := a2iruntime.NewFromConfig(Config(client, endpoint))
	unchecked := a2iruntime.NewFromConfig(Config(client, endpoint), func(o *a2iruntime.Options) { o.SkipInputValidation = true })
	peer := sagemakerruntime.NewFromConfig(Config(open(nil)))
	input := startInput
	whole := func(out *a2iruntime.StartHumanLoopOutput, err error) error {
		return checked(err, func() bool { return out.HumanLoopArn != nil })
	}
	return Work{"StartHumanLoop, 3,000,000 characters", []Subject{
		{Ours, func(ctx context.Context) error { return whole(ours.StartHumanLoop(ctx, input())) }},
		{Unchecked, func(ctx context.Context) error {
			return whole(unchecked.StartHumanLoop(ctx, input()))
		}},
		{Runtime, func(ctx context.Context) error {
			_, err := peer.InvokeEndpoint(ctx, &sagemakerruntime.InvokeEndpointInput{
				EndpointName: aws.String("reviews"), Body: startBytes(), ContentType: aws.String("application/json"),
			})
			return err
		}},
		{Floor, func(context.Context) error {
			body, err := json.Marshal(input())
			sha256.Sum256(body)
			return err
		}},
	}}
}

// startContent is made when it is wanted: it would count in the memory of a listing.
var startContent = sync.OnceValue(func() string {
	const line = `{"Text":"The quick brown fox jumps over the lazy dog.","Confidence":99.5},`
	return `[` + strings.Repeat(line, (StartBytes-20)/len(line)) + `{}]`
})

var startBytes = sync.OnceValue(func() []byte { return []byte(startContent()) })

func startInput() *a2iruntime.StartHumanLoopInput {
	return &a2iruntime.StartHumanLoopInput{
		HumanLoopName: aws.String("invoice-0117"), FlowDefinitionArn: aws.String(flowDefinition),
		HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String(startContent())},
	}
}

// StartBodyBytes is how long the body of Start is.
func StartBodyBytes() float64 {
	body, err := startInput().RequestBody()
	if err != nil {
		return 0
	}
	return float64(len(body))
}
