package faults

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/sigv4verify"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// An endpoint may contain a path and a port. The request uses both, and the signature
// covers them.
func TestEndpointWithPathAndPort(t *testing.T) {
	for suffix, want := range map[string]string{
		"":              "/human-loops/loop",
		"/":             "/human-loops/loop",
		"/a2i":          "/a2i/human-loops/loop",
		"/a2i/":         "/a2i/human-loops/loop",
		"/a%2Fb/%C3%BC": "/a%2Fb/%C3%BC/human-loops/loop",
	} {
		s := newScene(t, nil)
		if _, err := s.describe(context.Background(), func(o *a2iruntime.Options) { o.BaseEndpoint = aws.String(s.url() + suffix) }); err != nil {
			t.Errorf("%s: %v", suffix, err)
		}
		r := s.arrived()[0]
		if r.RequestURI != want || r.Host != s.listener.Addr().String() {
			t.Errorf("%s: got a request for %s at %s, want %s at %s", suffix, r.RequestURI, r.Host, want, s.listener.Addr())
		}
		if err := verify(r.Request, r.body); err != nil {
			t.Errorf("%s: %v", suffix, err)
		}
		s.end()
	}
}

// The host of an endpoint may be an IPv6 address.
func TestIPv6Endpoint(t *testing.T) {
	listener, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("this machine has no IPv6 loopback: ", err)
	}
	s := newSceneAt(t, listener, nil)
	defer s.end()
	if _, err := s.describe(context.Background()); err != nil {
		t.Fatal(err)
	}
	r := s.arrived()[0]
	if !strings.HasPrefix(r.Host, "[::1]:") {
		t.Errorf("the host is %s", r.Host)
	}
	if err := verify(r.Request, r.body); err != nil {
		t.Error(err)
	}
}

// The client uses HTTP/2 if the service supports it. One connection serves many calls.
func TestHTTP2(t *testing.T) {
	protocols := make(chan string, 2)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protocols <- r.Proto
		if err := verify(r, nil); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		if _, err := w.Write([]byte(loopDocument)); err != nil {
			t.Error(err)
		}
	}))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	trusted := x509.NewCertPool()
	trusted.AddCert(srv.Certificate())
	s := newScene(t, nil, func(o *a2iruntime.Options) {
		o.HTTPClient = o.HTTPClient.(*awshttp.BuildableClient).WithTransportOptions(func(tr *http.Transport) { tr.TLSClientConfig = &tls.Config{RootCAs: trusted} })
	})
	for range 2 {
		if _, err := s.describe(context.Background(), func(o *a2iruntime.Options) { o.BaseEndpoint = &srv.URL }); err != nil {
			t.Fatal(err)
		}
		if protocol := <-protocols; protocol != "HTTP/2.0" {
			t.Errorf("the service was called in %s", protocol)
		}
	}
	if dialed := s.dialed.Load(); dialed != 1 {
		t.Errorf("%d connections for two calls", dialed)
	}
	srv.Close()
	s.end()
}

// verify checks a request's signature as the service does.
func verify(r *http.Request, body []byte) error {
	verifier := sigv4verify.Verifier{
		Region: "us-east-1", Service: "sagemaker", Now: time.Now,
		Lookup: func(id string) (aws.Credentials, bool) {
			return clienttest.Credentials, id == clienttest.Credentials.AccessKeyID
		},
	}
	return verifier.Verify(r, body)
}
