package bedrockflows_test

import (
	"context"
	"testing"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// The service, not a custom signer, determines how the signature escapes the path.
func TestSignerWithoutPathEscaping(t *testing.T) {
	srv := flowstest.NewServer()
	defer srv.Close()
	client := bedrockflows.NewFromConfig(srv.Config(), func(o *bedrockflows.Options) {
		o.HTTPSignerV4 = v4.NewSigner(func(so *v4.SignerOptions) { so.DisableURIPathEscaping = true })
	})
	if _, err := client.ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(srv.FlowArn("FLOW123456"))}); err != nil {
		t.Error(err)
	}
}
