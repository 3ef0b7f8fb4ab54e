// Package bench measures this module's clients against the official generated
// clients of services with the same wire shapes, and against a bare request: one
// signed by hand with aws/signer/v4, sent by net/http and read by encoding/json.
// All do the same work in one run.
//
//	go -C internal/bench test -bench . -benchmem
//	go -C internal/bench run ./report
//
// It is a separate module, so that users do not depend on the official clients.
package bench
