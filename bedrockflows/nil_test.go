package bedrockflows_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// clientUses lists everything that uses a client.
var clientUses = map[string]func(ctx context.Context, client *bedrockflows.Client) error{
	"call": func(ctx context.Context, client *bedrockflows.Client) error {
		_, err := client.ListFlowExecutions(ctx, nil)
		return err
	},
	"presigned call": func(ctx context.Context, client *bedrockflows.Client) error {
		_, err := bedrockflows.NewPresignClient(client).PresignListFlowExecutions(ctx, nil)
		return err
	},
	"NextPage": func(ctx context.Context, client *bedrockflows.Client) error {
		_, err := bedrockflows.NewListFlowExecutionsPaginator(client, nil).NextPage(ctx)
		return err
	},
	"Items": func(ctx context.Context, client *bedrockflows.Client) (last error) {
		for _, err := range bedrockflows.NewListFlowExecutionsPaginator(client, nil).Items(ctx) {
			last = err
		}
		return last
	},
	"waiter": func(ctx context.Context, client *bedrockflows.Client) error {
		return bedrockflows.NewFlowExecutionSucceededWaiter(client).Wait(ctx, waiterInput, time.Second)
	},
}

var waiterInput = &bedrockflows.FlowExecutionWaiterInput{FlowIdentifier: aws.String(flowID), ExecutionIdentifier: aws.String("run")}

// Everything that uses a client returns the same error for a nil client and a zero
// client, and another one for a nil context.
func TestNilClientAndContext(t *testing.T) {
	const want = "the client is not initialized: use New or NewFromConfig"
	ctx := context.Background()
	check := func(name string, err error) {
		t.Helper()
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
	exchange := &clienttest.Exchange{}
	var none context.Context
	for name, use := range clientUses {
		check(name+" with a nil *Client", use(ctx, nil))
		check(name+" with a zero Client", use(ctx, new(bedrockflows.Client)))
		if err := use(none, exchangeClient(exchange)); err == nil || !strings.Contains(err.Error(), "the context is nil: pass context.Background()") {
			t.Errorf("%s with a nil context: %v", name, err)
		}
	}
	_, err := bedrockflows.NewListFlowExecutionsPaginator(nil, nil).NextPage(ctx)
	check("paginator with nil", err)
	check("waiter with nil", bedrockflows.NewFlowExecutionSucceededWaiter(nil).Wait(ctx, waiterInput, time.Second))
	var presign *bedrockflows.PresignClient
	for _, c := range []*bedrockflows.PresignClient{presign, new(bedrockflows.PresignClient)} {
		_, err := c.PresignListFlowExecutions(ctx, nil)
		check("PresignClient", err)
	}
	if n := len(exchange.Requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}
