package faults

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// clockAhead is a service whose clock is ahead by an offset. It rejects signatures that differ
// from its time by more than five minutes, as AWS does.
func clockAhead(offset time.Duration, header string) answer {
	return func(_ *scene, conn net.Conn, r request) bool {
		now := time.Now().Add(offset)
		date := "Date: " + now.UTC().Format(http.TimeFormat) + "\r\n" + header
		signed, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		if off := now.Sub(signed); err != nil || off > 5*time.Minute || off < -5*time.Minute {
			return write(conn, response(http.StatusForbidden, date+"X-Amzn-Errortype: InvalidSignatureException\r\n", `{"message":"Signature expired: the date is not current"}`))
		}
		return write(conn, response(http.StatusOK, date, loopDocument))
	}
}

// One failed attempt corrects a wrong clock. The client remembers the offset.
func TestClockSkew(t *testing.T) {
	for name, offset := range map[string]time.Duration{"behind": 10 * time.Minute, "ahead": -10 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, times(4, clockAhead(offset, "")))
			defer s.end()
			for call, want := range []int{2, 3, 4} {
				if _, err := s.describe(context.Background()); err != nil {
					t.Fatalf("call %d: %v", call+1, err)
				}
				if n := len(s.arrived()); n != want {
					t.Errorf("%d requests after call %d, want %d", n, call+1, want)
				}
			}
		})
	}
}

// An attempt without a response keeps the offset that an earlier attempt has found.
func TestClockSkewAndLostResponse(t *testing.T) {
	lost := rawThenReset("HTTP/1.1 200 OK\r\n")
	s := newScene(t, []answer{clockAhead(10*time.Minute, ""), lost, clockAhead(10*time.Minute, "")})
	defer s.end()
	if _, err := s.describe(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.wantAttempts(3)
}

// A Date header from a cache says nothing about the clock, and a signature that is
// invalid for another reason is not retried.
func TestNoClockSkew(t *testing.T) {
	for name, tc := range map[string]struct {
		answer answer
		signer a2iruntime.HTTPSignerV4
	}{
		"a date from a cache": {clockAhead(10*time.Minute, "Age: 600\r\n"), nil},
		"a bad signature":     {respond(http.StatusForbidden, "Date: "+time.Now().UTC().Format(http.TimeFormat)+"\r\nX-Amzn-Errortype: InvalidSignatureException\r\n", `{"message":"The request signature does not match"}`), wrongSigner{v4.NewSigner()}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, times(3, tc.answer), func(o *a2iruntime.Options) {
				if tc.signer != nil {
					o.HTTPSignerV4 = tc.signer
				}
			})
			defer s.end()
			_, err := s.describe(context.Background())
			var invalid *types.InvalidSignatureException
			if !errors.As(err, &invalid) {
				t.Errorf("got %v, want an InvalidSignatureException", err)
			}
			s.wantAttempts(1)
		})
	}
}

// wrongSigner signs with a wrong secret key.
type wrongSigner struct{ *v4.Signer }

func (w wrongSigner) SignHTTP(ctx context.Context, c aws.Credentials, r *http.Request, hash, service, region string, at time.Time, fns ...func(*v4.SignerOptions)) error {
	c.SecretAccessKey = "wrong"
	return w.Signer.SignHTTP(ctx, c, r, hash, service, region, at, fns...)
}
