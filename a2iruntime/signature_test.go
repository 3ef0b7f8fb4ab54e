package a2iruntime_test

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
		if err := tc.call(context.Background(), client); err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
	}
	clienttest.CheckSignatures(t, "sagemaker", "eu-west-1", exchange.Requests())
}
