package awsclient

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
)

// A body is hashed at the first attempt and not again, unless it is another one. To
// see that, this test changes what the body reads, as nobody else may.
func TestBodyIsHashedOnce(t *testing.T) {
	text := []byte("first")
	first, other := bytes.NewReader(text), bytes.NewReader([]byte("other"))
	hashOf := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return hex.EncodeToString(sum[:])
	}
	for _, tc := range []struct {
		name   string
		traced bool
		want   [3]string // of the attempts with first, with first changed, and with other
	}{
		{"untraced", false, [3]string{hashOf("first"), hashOf("first"), hashOf("other")}},
		{"traced", true, [3]string{hashOf("first"), hashOf("later"), hashOf("other")}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			copy(text, "first")
			ctx := &callState{Context: context.Background(), constants: context.Background(), traced: tc.traced}
			for i, body := range []*bytes.Reader{first, first, other} {
				if i == 1 {
					copy(text, "later")
				}
				req, err := newRequest().SetStream(body)
				if err != nil {
					t.Fatal(err)
				}
				got := ""
				_, _, err = (&payloadHash{}).HandleFinalize(ctx, middleware.FinalizeInput{Request: req}, finalizeFunc(func(ctx context.Context) {
					got = v4.GetPayloadHash(ctx)
				}))
				if got != tc.want[i] || err != nil {
					t.Errorf("attempt %d: hash %s (%v), want %s", i+1, got, err, tc.want[i])
				}
			}
		})
	}
}

type finalizeFunc func(context.Context)

func (f finalizeFunc) HandleFinalize(ctx context.Context, _ middleware.FinalizeInput) (out middleware.FinalizeOutput, m middleware.Metadata, err error) {
	f(ctx)
	return out, m, nil
}
