package faults

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// The environment variables of TestProxyEnvironment's child process: the endpoint, its
// certificate, and the address to use for a host that has none.
const (
	proxyEndpoint = "A2IFLOWS_FAULTS_ENDPOINT"
	proxyTrusted  = "A2IFLOWS_FAULTS_TRUSTED"
	proxyInstead  = "A2IFLOWS_FAULTS_INSTEAD"
)

// The client uses HTTP_PROXY, HTTPS_PROXY and NO_PROXY. net/http reads them once per
// process, so each case runs in its own process.
func TestProxyEnvironment(t *testing.T) {
	if os.Getenv(proxyEndpoint) != "" {
		callFromEnvironment(t)
		return
	}
	run := func(t *testing.T, environment ...string) {
		t.Helper()
		child := exec.Command(os.Args[0], "-test.run=^TestProxyEnvironment$")
		child.Env = append(os.Environ(), environment...)
		if out, err := child.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	for name, variables := range map[string]func(proxy string) []string{
		"HTTP_PROXY": func(proxy string) []string { return []string{"HTTP_PROXY=" + proxy} },
		"http_proxy": func(proxy string) []string { return []string{"http_proxy=" + proxy, "NO_PROXY=other.example"} },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, nil)
			defer s.end()
			const host = "a2i.example:8080"
			run(t, append(variables(s.url()), proxyEndpoint+"=http://"+host)...)
			arrived := s.arrived()
			if len(arrived) != 1 || arrived[0].RequestURI != "http://"+host+"/human-loops/loop" || arrived[0].Host != host {
				t.Fatalf("the proxy was sent %+v", arrived)
			}
			if err := verify(arrived[0].Request, arrived[0].body); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("NO_PROXY", func(t *testing.T) {
		proxy, s := newScene(t, nil), newScene(t, nil)
		defer proxy.end()
		defer s.end()
		run(t, "HTTP_PROXY="+proxy.url(), "NO_PROXY=.example", proxyEndpoint+"=http://a2i.example:8080", proxyInstead+"=a2i.example:8080="+s.listener.Addr().String())
		if n := len(proxy.arrived()); n > 0 {
			t.Errorf("the proxy was sent %d requests", n)
		}
		if arrived := s.arrived(); len(arrived) != 1 || arrived[0].RequestURI != "/human-loops/loop" {
			t.Errorf("the service was sent %+v", arrived)
		}
	})
	t.Run("HTTPS_PROXY", func(t *testing.T) {
		requests := make(chan error, 1)
		srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			requests <- verify(r, nil)
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, loopDocument) // the client reports a truncated document
		}))
		defer srv.Close()
		s := newScene(t, []answer{tunnel(srv.Listener.Addr().String())})
		defer s.end()
		trusted := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw})
		run(t, "HTTPS_PROXY="+s.url(), proxyEndpoint+"=https://example.com:8443", proxyTrusted+"="+string(trusted))
		arrived := s.arrived()
		if len(arrived) != 1 || arrived[0].Method != http.MethodConnect || arrived[0].RequestURI != "example.com:8443" || arrived[0].Header.Get("Authorization") != "" {
			t.Errorf("the proxy was sent %+v, want CONNECT alone, unsigned", arrived)
		}
		if err := <-requests; err != nil {
			t.Errorf("through the tunnel: %v", err)
		}
	})
}

// callFromEnvironment makes a call with the endpoint in the environment.
func callFromEnvironment(t *testing.T) {
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM([]byte(os.Getenv(proxyTrusted)))
	httpClient := awshttp.NewBuildableClient().WithTransportOptions(func(tr *http.Transport) {
		tr.TLSClientConfig = &tls.Config{RootCAs: trusted}
		dial := tr.DialContext
		tr.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if host, instead, ok := strings.Cut(os.Getenv(proxyInstead), "="); ok && host == address {
				address = instead
			}
			return dial(ctx, network, address)
		}
	})
	client := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: httpClient, BaseEndpoint: aws.String(os.Getenv(proxyEndpoint))})
	if _, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}); err != nil {
		t.Fatal(err)
	}
}

// tunnel is a proxy that connects to one address, whatever host is requested.
func tunnel(address string) answer {
	return func(s *scene, conn net.Conn, _ request) bool {
		service, err := net.Dial("tcp", address)
		if err != nil {
			return write(conn, response(http.StatusBadGateway, "", fmt.Sprint(err)))
		}
		defer service.Close()
		write(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
		back := make(chan struct{})
		go func() {
			defer close(back)
			_, _ = io.Copy(conn, service) // until either side closes
			_ = conn.Close()
		}()
		_, _ = io.Copy(service, conn)
		_ = service.Close()
		<-back
		return false
	}
}
