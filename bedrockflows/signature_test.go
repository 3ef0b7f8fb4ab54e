package bedrockflows_test

import (
	"context"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/clienttest"
)

// Two independent implementations verify the signature of every wire test's request.
func TestSignatures(t *testing.T) {
	exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}
	client := exchangeClient(exchange)
	for _, tc := range wireCases {
		if _, err := client.ListFlowExecutions(context.Background(), &tc.in); err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
	}
	clienttest.CheckSignatures(t, "bedrock", "eu-west-1", exchange.Requests())
}
