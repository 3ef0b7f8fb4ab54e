package awsclient

import (
	"bytes"
	"context"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// payloadHash hashes the body, once for all attempts. A request without one, as most
// are, has a hash that is known. Where somebody traces, each attempt computes it,
// since that has a span.
type payloadHash struct{ v4.ComputePayloadSHA256 }

// emptyHash is the SHA-256 of nothing.
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func (m *payloadHash) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	req, ok := in.Request.(*smithyhttp.Request)
	state := callOf(ctx)
	if !ok || state == nil || state.traced || v4.GetPayloadHash(ctx) != "" {
		return m.ComputePayloadSHA256.HandleFinalize(ctx, in, next)
	}
	stream := req.GetStream()
	if stream == nil {
		return next.HandleFinalize(v4.SetPayloadHash(ctx, emptyHash), in)
	}
	body, ok := stream.(*bytes.Reader) // as it was serialized; a caller's step may have set another
	if known := state.hashed.Load(); ok && known != nil && known.body == body {
		return next.HandleFinalize(v4.SetPayloadHash(ctx, known.hash), in)
	}
	if ok {
		next = keepHash{next, state, body}
	}
	return m.ComputePayloadSHA256.HandleFinalize(ctx, in, next)
}

// hashedBody is a body and its hash.
type hashedBody struct {
	body *bytes.Reader
	hash string
}

// keepHash notes the hash of a body for the attempts to come.
type keepHash struct {
	middleware.FinalizeHandler
	state *callState
	body  *bytes.Reader
}

func (k keepHash) HandleFinalize(ctx context.Context, in middleware.FinalizeInput) (
	middleware.FinalizeOutput, middleware.Metadata, error,
) {
	k.state.hashed.Store(&hashedBody{k.body, v4.GetPayloadHash(ctx)})
	return k.FinalizeHandler.HandleFinalize(ctx, in)
}
