//go:build !go1.25

package awsclient

import (
	"maps"
	"net/http"
	"weak"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// buildableKey is not weak: until Go 1.25, weak.Make ends the program if a package's
// variable points to the BuildableClient.
type buildableKey = *awshttp.BuildableClient

func keyOf(b *awshttp.BuildableClient) buildableKey { return b }

// dropWith cannot tell when a BuildableClient is dropped. Instead it forgets transports
// that have ended: their last connection was idle for 90 seconds.
func (s *sharedTransports) dropWith(*awshttp.BuildableClient, transportKey) {
	maps.DeleteFunc(s.byKey, func(_ transportKey, t weak.Pointer[http.Transport]) bool { return t.Value() == nil })
}
