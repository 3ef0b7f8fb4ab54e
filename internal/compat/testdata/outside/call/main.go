// Call is a minimal program in a module outside this repository.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

func main() {
	srv := a2itest.NewServer()
	defer srv.Close()
	out, err := a2iruntime.NewFromConfig(srv.Config()).StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String("invoice-0117"),
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(`{"total": "2,271.00"}`)},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*out.HumanLoopArn)
}
