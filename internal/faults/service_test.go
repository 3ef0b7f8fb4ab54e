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

// service is a local service and a client of it. Everything it has started must have
// ended with it.
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

// loopNames lists the names of all loops, and fails where one comes twice.
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

// Ten thousand callers at once, two for each loop: each is answered, there is one loop of
// each name, and memory is bounded: a call allocates some 25 KiB, twice that under the
// race detector. A machine may allow fewer
// connections than that, so they share 64 of them; or they are all in the service at
// once, without a network.
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
				t.Errorf("%d bytes were allocated, want %d at most", used, maxBytes)
			}
			if n := len(loopNames(t, lister)); n != callers/2 {
				t.Errorf("%d loops, want %d", n, callers/2)
			}
			if n := len(srv.Calls()); n < callers {
				t.Errorf("%d calls are kept, want %d at least", n, callers)
			}
		})
	}
}

// crowd hands requests to a service when all of them have come: they are in it together.
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

// Clients that say nothing, half of a request, or a request without its body hold up
// nobody else, and end with the service: half of them by their own will.
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
				_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second)) // its timeouts are longer
				if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
					t.Error("the service has not ended a connection")
				}
			}()
		}
	}
	for _, conn := range slow[:45] { // what waits for a body ends when its client does
		_ = conn.(*net.TCPConn).CloseWrite() // the service may have closed already
	}
	wantClosed(slow[:45])
	group.Wait()
	wantClosed(slow[45:])
	srv.Close()
	group.Wait()
}

// A body of a gigabyte is refused long before its end, and none of it is kept.
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
		{"by its length", signed, http.StatusRequestEntityTooLarge, "RequestEntityTooLargeException"},
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
					n, _ := io.Copy(conn, io.LimitReader(zeros{}, 1<<30)) // until the service closes
					sent <- n
				}()
				response, err = http.ReadResponse(bufio.NewReader(conn), nil) //nolint:bodyclose // it is closed below
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
			if n := <-sent; n > 64<<20 { // the limit, and what lies in the two ends of the connection
				t.Errorf("the service took %d bytes", n)
			}
			if limit := uint64(4 << 20); grown > limit {
				t.Errorf("%d bytes were allocated, want %d at most", grown, limit)
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
