package httpclient

import (
	"runtime"
	"weak"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// buildableKey identifies a BuildableClient without keeping it alive.
type buildableKey struct {
	weak   weak.Pointer[awshttp.BuildableClient]
	global *awshttp.BuildableClient // instead of weak if a package's variable points to it
}

// keyOf returns the key of a BuildableClient. Go 1.24 ends the program if it makes a weak
// pointer to a package's variable. AddCleanup attaches no cleanup to such a variable. It
// lives as long as the program, so a strong pointer to it keeps nothing alive.
func keyOf(b *awshttp.BuildableClient) buildableKey {
	cleanup := runtime.AddCleanup(b, func(struct{}) {}, struct{}{})
	defer cleanup.Stop()
	if cleanup == (runtime.Cleanup{}) {
		return buildableKey{global: b}
	}
	return buildableKey{weak: weak.Make(b)}
}

// dropWith drops the transport when the BuildableClient is dropped.
func (s *sharedTransports) dropWith(b *awshttp.BuildableClient, key transportKey) {
	if key.buildable.global == nil {
		runtime.AddCleanup(b, s.drop, key)
	}
}
