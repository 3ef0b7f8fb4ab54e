//go:build go1.25

package awsclient

import (
	"runtime"
	"weak"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

type buildableKey = weak.Pointer[awshttp.BuildableClient]

func keyOf(b *awshttp.BuildableClient) buildableKey { return weak.Make(b) }

// dropWith drops the transport when the BuildableClient is dropped.
func (s *sharedTransports) dropWith(b *awshttp.BuildableClient, key transportKey) {
	runtime.AddCleanup(b, s.drop, key)
}
