package awsclient

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// The first attempt hashes the body. Later attempts reuse the hash unless the body was
// replaced. To observe this, the test changes the bytes behind the body, which no program
// may do.
func TestBodyIsHashedOnce(t *testing.T) {
	text := []byte("first")
	first, other := bytes.NewReader(text), bytes.NewReader([]byte("other"))
	hashOf := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return hex.EncodeToString(sum[:])
	}
	ctx := &callState{Context: context.Background(), plan: &plan{values: context.Background()}}
	for i, attempt := range []struct {
		body *bytes.Reader
		want string
	}{{first, hashOf("first")}, {first, hashOf("first")}, {other, hashOf("other")}} {
		if i == 1 {
			copy(text, "later")
		}
		req, err := newRequest().(*smithyhttp.Request).SetStream(attempt.body)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		_, _, err = hashPayload{}.HandleFinalize(ctx, middleware.FinalizeInput{Request: req}, finalizeFunc(func(ctx context.Context) {
			got = v4.GetPayloadHash(ctx)
		}))
		if got != attempt.want || err != nil {
			t.Errorf("attempt %d: hash %s (%v), want %s", i+1, got, err, attempt.want)
		}
	}
}

type finalizeFunc func(context.Context)

func (f finalizeFunc) HandleFinalize(ctx context.Context, _ middleware.FinalizeInput) (out middleware.FinalizeOutput, m middleware.Metadata, err error) {
	f(ctx)
	return out, m, nil
}
