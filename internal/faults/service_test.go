package faults

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.uber.org/goleak"
)

// service starts a local service and returns it with a client. When the test ends, it
// checks that everything it started has ended.
func service(t *testing.T) (*a2itest.Server, *a2iruntime.Client) {
	before := goleak.IgnoreCurrent()
	srv := a2itest.NewServer(func(o *a2itest.Options) { o.Credentials = []aws.Credentials{clienttest.Credentials} })
	transport := &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 64}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		srv.Close()
		if err := clienttest.FindLeaks(before); err != nil {
			t.Error(err)
		}
	})
	return srv, a2iruntime.NewFromConfig(srv.Config(), func(o *a2iruntime.Options) { o.HTTPClient = &http.Client{Transport: transport} })
}

func startLoop(client *a2iruntime.Client, name string) error {
	_, err := client.StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
		HumanLoopName: aws.String(name), FlowDefinitionArn: aws.String(flowDefinition),
		HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String(`{}`)},
	})
	return err
}

// loopNames returns the names of all loops, and fails if one is listed twice.
func loopNames(t *testing.T, client *a2iruntime.Client) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	pages := a2iruntime.NewListHumanLoopsPaginator(client, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(flowDefinition), MaxResults: aws.Int32(100)})
	for loop, err := range pages.Items(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if name := aws.ToString(loop.HumanLoopName); names[name] {
			t.Errorf("loop %s is listed twice", name)
		} else {
			names[name] = true
		}
	}
	return names
}

// Ten thousand concurrent callers, two for each loop: each gets a response, there is one
// loop of each name, and memory is bounded. A call allocates about 25 KiB, and twice as
// much under the race detector. A machine may not allow 10,000 connections, so the
// callers share 64, or call the service together without a network.
func TestTenThousandCallers(t *testing.T) {
	const callers = 10_000
	for name, transport := range map[string]func(*a2itest.Server) http.RoundTripper{
		"in 64 connections": nil,
		"all at once": func(srv *a2itest.Server) http.RoundTripper {
			return &crowd{srv: srv, size: callers, complete: make(chan struct{})}
		},
	} {
		t.Run(name, func(t *testing.T) {
			srv, client := service(t)
			lister := client
			if transport != nil {
				client = a2iruntime.New(client.Options(), func(o *a2iruntime.Options) { o.HTTPClient = &http.Client{Transport: transport(srv)} })
			}
			errs := make(chan error, callers)
			begin := make(chan struct{})
			used := allocated(func() {
				for i := range callers {
					go func() {
						<-begin
						errs <- startLoop(client, fmt.Sprintf("loop-%d", i/2))
					}()
				}
				close(begin)
				for range callers {
					if err := <-errs; err != nil {
						t.Error(err)
					}
				}
			})
			if maxBytes := uint64(callers * 100 << 10); used > maxBytes {
				t.Errorf("allocated %d bytes, want at most %d", used, maxBytes)
			}
			if n := len(loopNames(t, lister)); n != callers/2 {
				t.Errorf("%d loops, want %d", n, callers/2)
			}
			if n := len(srv.Calls()); n < callers {
				t.Errorf("%d calls are recorded, want at least %d", n, callers)
			}
		})
	}
}

// crowd passes requests to a service once all of them have arrived, so that the service
// processes them together.
type crowd struct {
	srv      *a2itest.Server
	size     int32
	come     atomic.Int32
	complete chan struct{}
}

func (c *crowd) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.come.Add(1) == c.size {
		close(c.complete)
	}
	select {
	case <-c.complete:
	case <-time.After(time.Minute):
		return nil, errors.New("the others have not come")
	}
	served := r.Clone(r.Context())
	served.RequestURI, served.Host = r.URL.RequestURI(), r.URL.Host
	recorder := httptest.NewRecorder()
	c.srv.ServeHTTP(recorder, served)
	return recorder.Result(), nil
}

// Clients that send nothing, half of a request, or a request without its body do not
// block other clients. Half of them close their connections, the service closes the
// others.
func TestSlowAndHalfOpenClients(t *testing.T) {
	srv, client := service(t)
	address := strings.TrimPrefix(srv.URL(), "http://")
	var slow []net.Conn
	for i := range 90 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		slow = append(slow, conn)
		write(conn, []string{"", "POST /human-loops HTTP/1.1\r\nHost: ", "POST /human-loops HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"}[i%3])
	}
	for i := range 50 {
		if err := startLoop(client, fmt.Sprintf("loop-%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(loopNames(t, client)); n != 50 {
		t.Errorf("%d loops, want 50", n)
	}
	var group sync.WaitGroup
	wantClosed := func(conns []net.Conn) {
		for _, conn := range conns {
			group.Add(1)
			go func() {
				defer group.Done()
				_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second)) // shorter than the service's timeouts
				if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
					t.Error("the service did not close a connection")
				}
			}()
		}
	}
	for _, conn := range slow[:45] { // a handler that waits for a body ends with its client
		_ = conn.(*net.TCPConn).CloseWrite() // the service may have closed already
	}
	wantClosed(slow[:45])
	group.Wait()
	wantClosed(slow[45:])
	srv.Close()
	group.Wait()
}

// A body of 1 GB is rejected long before its end, and the service keeps no part of it.
func TestGigabyteBody(t *testing.T) {
	now := time.Now().UTC().Format("20060102T150405Z")
	credentials := clienttest.Credentials
	signed := "X-Amz-Date: " + now + "\r\nX-Amz-Security-Token: " + credentials.SessionToken +
		"\r\nAuthorization: AWS4-HMAC-SHA256 Credential=" + credentials.AccessKeyID + "/" + now[:8] +
		"/us-east-1/sagemaker/aws4_request, SignedHeaders=host;x-amz-date, Signature=0\r\n"
	for _, tt := range []struct {
		name, header string
		status       int
		code         string
	}{
		{"Content-Length over the limit", signed, http.StatusRequestEntityTooLarge, "RequestEntityTooLargeException"},
		{"not signed", "", http.StatusForbidden, "MissingAuthenticationTokenException"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv, client := service(t)
			conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL(), "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			sent := make(chan int64)
			var response *http.Response
			grown := allocated(func() {
				go func() {
					write(conn, "POST /human-loops HTTP/1.1\r\nHost: x\r\n"+tt.header+"Content-Length: 1073741824\r\n\r\n")
					n, _ := io.Copy(conn, io.LimitReader(zeros{}, 1<<30)) // until the service closes the connection
					sent <- n
				}()
				response, err = http.ReadResponse(bufio.NewReader(conn), nil) //nolint:bodyclose // closed below
			})
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if code := response.Header.Get("X-Amzn-Errortype"); response.StatusCode != tt.status || code != tt.code {
				t.Errorf("got %s %s, want %d %s", response.Status, code, tt.status, tt.code)
			}
			checkRefusal(t, tt.status, tt.code)
			_ = conn.Close()             // the service may have closed already
			if n := <-sent; n > 64<<20 { // the limit and the connection's buffers
				t.Errorf("the service accepted %d bytes", n)
			}
			if limit := uint64(4 << 20); grown > limit {
				t.Errorf("allocated %d bytes, want at most %d", grown, limit)
			}
			if n := len(loopNames(t, client)); n != 0 {
				t.Errorf("%d loops", n)
			}
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
