package awsclient

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// hashPayload hashes the body that the signature covers, once for all attempts.
type hashPayload struct{}

func (hashPayload) ID() string { return (*v4.ComputePayloadSHA256)(nil).ID() }

func (hashPayload) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	if v4.GetPayloadHash(ctx) != "" {
		return next.HandleFinalize(ctx, in)
	}
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	call, err := callOf(ctx)
	if err != nil {
		return out, metadata, err
	}
	_, span := startSpan(ctx, "ComputePayloadSHA256")
	hash, err := call.hashOf(req)
	span.End()
	if err != nil {
		return out, metadata, &v4.HashComputationError{Err: err}
	}
	return next.HandleFinalize(v4.SetPayloadHash(ctx, hash), in)
}

// emptyHash is the SHA-256 of no bytes.
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// hashedBody is a body and its hash.
type hashedBody struct {
	body *bytes.Reader
	hash string
}

func (s *callState) hashOf(req *smithyhttp.Request) (string, error) {
	stream := req.GetStream()
	if stream == nil {
		return emptyHash, nil
	}
	body, serialized := stream.(*bytes.Reader) // else a caller's step has set it
	if serialized && body == s.hashed.body {
		return s.hashed.hash, nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, stream); err != nil {
		return "", fmt.Errorf("hash the request's body: %w", err)
	}
	if err := req.RewindStream(); err != nil {
		return "", fmt.Errorf("rewind the request's body after hashing it: %w", err)
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	if serialized {
		s.hashed = hashedBody{body, hash}
	}
	return hash, nil
}
