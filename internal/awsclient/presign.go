package awsclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
)

// MaxExpires is the longest time that a presigned request may be valid.
const MaxExpires = 7 * 24 * time.Hour

// Presign returns a call as a presigned request instead of sending it.
func Presign[I, O any](ctx context.Context, c *Client, op *Operation[I, O], in *I, fns []func(*Options), signer v4.HTTPPresigner, expires time.Duration) (*v4.PresignedHTTPRequest, error) {
	if c == nil {
		return nil, errNoClient
	}
	if in == nil {
		in = new(I)
	}
	if expires < 0 || expires > MaxExpires || expires != expires.Truncate(time.Second) {
		return nil, c.operationError(op, usageErrorf("Expires is %v: it must be whole seconds, at most %v, or 0 for the service's default", expires, MaxExpires))
	}
	if signer == nil {
		signer = v4.NewSigner()
	}
	result, _, err := c.invoke(ctx, op, in, (*v4.PresignedHTTPRequest)(nil), fns, presignStep{signer, expires}.install)
	if err != nil {
		return nil, err
	}
	return result.(*v4.PresignedHTTPRequest), nil
}

// presignStep replaces the step Signing. It does not send the request.
type presignStep struct {
	signer  v4.HTTPPresigner
	expires time.Duration
}

// install adds the step and removes the steps that only a sent request needs. It runs after
// the caller's APIOptions, which may insert steps next to the removed ones.
func (m presignStep) install(s *middleware.Stack) error {
	s.Deserialize.Clear()
	for _, id := range []string{
		(*awsmiddleware.ClientRequestID)(nil).ID(),
		(*awsmiddleware.RequestUserAgent)(nil).ID(),
		(*awsmiddleware.RecursionDetection)(nil).ID(),
	} {
		_, _ = s.Build.Remove(id) // APIOptions may have removed it
	}
	_, errRetry := s.Finalize.Remove((*retry.Attempt)(nil).ID())
	_, errSigning := s.Finalize.Swap(m.ID(), m)
	return errors.Join(errRetry, errSigning)
}

func (presignStep) ID() string { return signRequest{}.ID() }

func (m presignStep) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, _ middleware.FinalizeHandler) (
	out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
) {
	req, err := httpRequest(in.Request)
	if err != nil {
		return out, metadata, err
	}
	attempt, err := attemptOf(ctx)
	if err != nil {
		return out, metadata, err
	}
	if m.expires > 0 {
		query := req.URL.Query()
		query.Set("X-Amz-Expires", strconv.Itoa(int(m.expires/time.Second)))
		req.URL.RawQuery = query.Encode()
	}
	httpReq := req.Build(ctx)
	presigned := &v4.PresignedHTTPRequest{URL: httpReq.URL.String(), Method: httpReq.Method, SignedHeader: http.Header{}}
	if id, ok := attempt.identity.(*credentialsIdentity); ok {
		name, region, err := signingScope(attempt.signing)
		if err != nil {
			return out, metadata, err
		}
		presigned.URL, presigned.SignedHeader, err = m.signer.PresignHTTP(ctx, id.Credentials, httpReq, v4.GetPayloadHash(ctx),
			name, region, time.Now().Add(attempt.skew), signerOptions(m.signer, attempt.plan.options, attempt.signing)...)
		if err != nil {
			return out, metadata, fmt.Errorf("presign request: %w", err)
		}
	}
	out.Result = presigned
	return out, metadata, nil
}
