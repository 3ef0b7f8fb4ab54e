package bench

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/bench/bare"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// starts compares StartHumanLoop with large inputs of different shapes. The reference does
// only what every client must do: it encodes the input as JSON and hashes the result.
func starts() Row {
	r := Row{Name: "StartHumanLoop, 3 million characters", Unit: "byte of the body", Reference: "json.Marshal and SHA-256"}
	ours := a2iruntime.NewFromConfig(Config(InMemory(startResponse)))
	for _, c := range contents() {
		in := startInput(c.text)
		r.Cells = append(r.Cells, Cell{
			Name: c.name, Units: float64(len(body(in))),
			Ours: func(ctx context.Context) error {
				out, err := ours.StartHumanLoop(ctx, in)
				return checked(err, func() bool { return out.HumanLoopArn != nil })
			},
			Reference: func(context.Context) error {
				body, err := json.Marshal(in)
				sha256.Sum256(body)
				return err
			},
		})
	}
	return r
}

var startResponse = text(`{"HumanLoopArn":"arn:aws:sagemaker:us-east-1:123456789012:human-loop/invoice-0117"}`)

func startInput(content string) *a2iruntime.StartHumanLoopInput {
	return &a2iruntime.StartHumanLoopInput{
		HumanLoopName: aws.String("invoice-0117"), FlowDefinitionArn: aws.String(flowDefinition),
		HumanLoopInput: &types.HumanLoopInput{InputContent: &content},
	}
}

func body(in *a2iruntime.StartHumanLoopInput) []byte {
	body, err := in.RequestBody()
	if err != nil {
		panic(err) // the contents are constants
	}
	return body
}

// startSmall compares StartHumanLoop with 300 bytes with the bare request.
func startSmall() Cell {
	in := startInput(smallContent)
	client, endpoint := InMemory(startResponse)
	ours, reference := a2iruntime.NewFromConfig(Config(client, endpoint)), bare.New(client, endpoint, "sagemaker")
	return Cell{
		Name: "StartHumanLoop, 300 bytes", Units: 1,
		Ours: func(ctx context.Context) error {
			out, err := ours.StartHumanLoop(ctx, in)
			return checked(err, func() bool { return out.HumanLoopArn != nil })
		},
		Reference: func(ctx context.Context) error {
			body, err := json.Marshal(in)
			if err != nil {
				return err
			}
			var out struct{ HumanLoopArn *string }
			err = reference.Post(ctx, "/human-loops", bytes.NewReader(body), sha256.Sum256(body), &out)
			return checked(err, func() bool { return out.HumanLoopArn != nil })
		},
	}
}
