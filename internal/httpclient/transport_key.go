package httpclient

import (
	"runtime"
	"weak"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// buildableKey identifies a BuildableClient without keeping it alive.
type buildableKey struct {
	weak   weak.Pointer[awshttp.BuildableClient]
	global *awshttp.BuildableClient // set instead of weak for a package-level variable
}

// keyOf returns the key of a BuildableClient. In Go 1.24, a weak pointer to a package-level
// variable crashes the program. keyOf detects such a variable, because AddCleanup does not
// attach a cleanup to it. A strong pointer is safe, because the variable is never freed.
func keyOf(b *awshttp.BuildableClient) buildableKey {
	cleanup := runtime.AddCleanup(b, func(struct{}) {}, struct{}{})
	defer cleanup.Stop()
	if cleanup == (runtime.Cleanup{}) {
		return buildableKey{global: b}
	}
	return buildableKey{weak: weak.Make(b)}
}

// dropWith drops the transport when the BuildableClient is garbage-collected.
func (s *sharedTransports) dropWith(b *awshttp.BuildableClient, key transportKey) {
	if key.buildable.global == nil {
		runtime.AddCleanup(b, s.drop, key)
	}
}
