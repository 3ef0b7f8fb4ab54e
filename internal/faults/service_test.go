package faults

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
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
		if err := leftGoroutines(before); err != nil {
			t.Error(err)
		}
	})
	return srv, a2iruntime.NewFromConfig(srv.Config(), func(o *a2iruntime.Options) { o.HTTPClient = &http.Client{Transport: transport} })
}

// leftGoroutines is goleak.Find with more patience: net/http waits half a second before
// it ends a connection whose request it did not read to the end.
func leftGoroutines(before goleak.Option) (err error) {
	for range 5 {
		if err = goleak.Find(before); err == nil {
			return nil
		}
	}
	return err
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

// Ten thousand callers at once, two for each loop: each is answered, and there is one
// loop of each name.
func TestTenThousandCallers(t *testing.T) {
	_, client := service(t)
	const callers = 10_000
	errs := make(chan error, callers)
	begin := make(chan struct{})
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
	if n := len(loopNames(t, client)); n != callers/2 {
		t.Errorf("%d loops, want %d", n, callers/2)
	}
}

// Clients that say nothing, half of a request, or a request without its body hold up
// nobody else, and end with the service.
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
	var all sync.WaitGroup
	for _, conn := range slow { // what waits for a body ends when its client does
		all.Add(1)
		go func() {
			defer all.Done()
			_ = conn.(*net.TCPConn).CloseWrite() // the service may have closed already
			_, _ = io.Copy(io.Discard, conn)
		}()
	}
	all.Wait()
}

// A body of a gigabyte is refused when it is over the limit, long before its end.
func TestGigabyteBody(t *testing.T) {
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
			write(conn, "POST /human-loops HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n")
			n, _ := io.Copy(conn, io.LimitReader(zeros{}, 1<<30)) // until the service closes
			sent <- n
		}()
		response, err = http.ReadResponse(bufio.NewReader(conn), nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if code := response.Header.Get("X-Amzn-Errortype"); response.StatusCode != http.StatusRequestEntityTooLarge || code != "RequestEntityTooLargeException" {
		t.Errorf("got %s %s, want 413 RequestEntityTooLargeException", response.Status, code)
	}
	_ = conn.Close() // the service may have closed already
	if n := <-sent; n > 100<<20 {
		t.Errorf("the service took %d bytes", n)
	}
	if most := uint64(300 << 20); grown > most {
		t.Errorf("%d bytes were allocated, want %d at most", grown, most)
	}
	if n := len(loopNames(t, client)); n != 0 {
		t.Errorf("%d loops", n)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// signedStart is a request that starts a loop, signed at a time.
func signedStart(t *testing.T, srv *a2itest.Server, name string, at time.Time) *http.Request {
	t.Helper()
	body := fmt.Sprintf(`{"HumanLoopName":%q,"FlowDefinitionArn":%q,"HumanLoopInput":{"InputContent":"{}"}}`, name, flowDefinition)
	r, err := http.NewRequest(http.MethodPost, srv.URL()+"/human-loops", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	sum := sha256.Sum256([]byte(body))
	if err := v4.NewSigner().SignHTTP(context.Background(), clienttest.Credentials, r, hex.EncodeToString(sum[:]), "sagemaker", "us-east-1", at); err != nil {
		t.Fatal(err)
	}
	return r
}

// send sends a copy of a request, which can so be sent again.
func send(t *testing.T, r *http.Request) (status int, code string) {
	t.Helper()
	again := r.Clone(context.Background())
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			t.Fatal(err)
		}
		again.Body = body
	}
	again.Close = true
	response, err := http.DefaultTransport.RoundTrip(again)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("X-Amzn-Errortype")
}

// A request that is sent again while its signature is valid is the same start again;
// one that is old, or changed in anything that is signed, is refused. Nothing of it is
// done.
func TestReplayedAndTamperedRequests(t *testing.T) {
	srv, client := service(t)
	replayed := signedStart(t, srv, "loop", time.Now())
	for i := range 3 {
		if status, code := send(t, replayed); status != http.StatusOK {
			t.Errorf("sent %d times: %d %s, want 200", i+1, status, code)
		}
	}
	for name, tc := range map[string]struct {
		at     time.Duration
		change func(*http.Request)
		code   string
	}{
		"old":            {-16 * time.Minute, func(*http.Request) {}, "InvalidSignatureException"},
		"early":          {16 * time.Minute, func(*http.Request) {}, "InvalidSignatureException"},
		"another method": {0, func(r *http.Request) { r.Method = http.MethodGet }, "InvalidSignatureException"},
		"another path":   {0, func(r *http.Request) { r.URL.Path = "/human-loops/stop" }, "InvalidSignatureException"},
		"a query":        {0, func(r *http.Request) { r.URL.RawQuery = "a=b" }, "InvalidSignatureException"},
		"another host":   {0, func(r *http.Request) { r.Host = "elsewhere.example" }, "InvalidSignatureException"},
		"another header": {0, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, "InvalidSignatureException"},
		"another token":  {0, func(r *http.Request) { r.Header.Set("X-Amz-Security-Token", "other") }, "UnrecognizedClientException"},
		"another date": {0, func(r *http.Request) {
			r.Header.Set("X-Amz-Date", time.Now().Add(time.Second).UTC().Format("20060102T150405Z"))
		}, "InvalidSignatureException"},
		"another key": {0, replace("AKIACLIENTTEST", "AKIAOTHER"), "UnrecognizedClientException"},
		"another signature": {0, func(r *http.Request) {
			r.Header.Set("Authorization", r.Header.Get("Authorization")[:len(r.Header.Get("Authorization"))-64]+strings.Repeat("0", 64))
		}, "InvalidSignatureException"},
		"fewer headers": {0, replace("content-type;", ""), "InvalidSignatureException"},
		"no signature":  {0, func(r *http.Request) { r.Header.Del("Authorization") }, "MissingAuthenticationTokenException"},
		"another body": {0, func(r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			changed := bytes.Replace(body, []byte("tampered"), []byte("replaced"), 1)
			r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(changed)), nil }
		}, "InvalidSignatureException"},
	} {
		t.Run(name, func(t *testing.T) {
			r := signedStart(t, srv, "tampered", time.Now().Add(tc.at))
			tc.change(r)
			if status, code := send(t, r); status != http.StatusForbidden || code != tc.code {
				t.Errorf("got %d %s, want 403 %s", status, code, tc.code)
			}
		})
	}
	if names := loopNames(t, client); len(names) != 1 || !names["loop"] {
		t.Errorf("the loops are %v, want loop alone", names)
	}
}

func replace(old, text string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, text, 1))
	}
}

// A path or method that is no operation is an error of its own, and changes nothing.
func TestBadPathsAndMethods(t *testing.T) {
	srv, client := service(t)
	if err := startLoop(client, "loop"); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"GET /", "PUT /human-loops", "PATCH /human-loops/loop", "POST /human-loops/loop/stop", "DELETE /human-loops", "GET /human-loops/loop/../loop", "TRACE /human-loops/loop", "OPTIONS *", "BREW /human-loops", "GET /flows/a/executions"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		write(conn, line+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Errorf("%s: %v", line, err)
		} else if response.Body.Close(); response.StatusCode/100 != 4 && !strings.HasPrefix(line, "OPTIONS") {
			t.Errorf("%s: %s", line, response.Status)
		}
		if err := conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
	}
	if names := loopNames(t, client); len(names) != 1 {
		t.Errorf("the loops are %v", names)
	}
}
