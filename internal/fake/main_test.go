package fake

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	goleak.VerifyTestMain(m)
}

// testService is a service with A2I's model and trivial handlers.
type testService struct {
	*Service
	*Listener
	ran atomic.Int32 // calls that reached a handler
}

// newTestService starts the service on a loopback address. If around is not nil, it wraps the
// service.
func newTestService(t *testing.T, around func(http.Handler) http.Handler) *testService {
	t.Helper()
	s := &testService{}
	s.Service = &Service{
		Model: &model.A2I, Region: DefaultRegion, Credentials: DefaultCredentials(),
		Handlers: map[string]Handler{
			"DescribeHumanLoop": s.run(func(r *Request) (any, error) {
				return map[string]string{"HumanLoopName": r.PathLabel("HumanLoopName")}, nil
			}),
			"StartHumanLoop":  s.run(func(r *Request) (any, error) { return map[string]int{"Bytes": len(r.Body)}, nil }),
			"StopHumanLoop":   s.run(func(*Request) (any, error) { return struct{}{}, nil }),
			"DeleteHumanLoop": s.run(func(*Request) (any, error) { return nil, nil }),
		},
	}
	var handler http.Handler = s.Service
	if around != nil {
		handler = around(handler)
	}
	s.Listener = Start(handler)
	t.Cleanup(s.Close)
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *testService) run(handle Handler) Handler {
	return func(r *Request) (any, error) {
		s.ran.Add(1)
		return handle(r)
	}
}

// signed returns a request as a client of the service creates it.
func (s *testService) signed(t *testing.T, method, path, body string) *http.Request {
	t.Helper()
	return s.signedBy(t, DefaultCredentials()[0], method, path, body)
}

func (s *testService) signedBy(t *testing.T, credentials aws.Credentials, method, path, body string) *http.Request {
	t.Helper()
	req := s.request(t, method, path, body)
	sign(t, req, credentials, body)
	return req
}

// signedLength returns a request with another Content-Length, or with an unknown length
// if it is -1.
func (s *testService) signedLength(t *testing.T, length int64, method, path, body string) *http.Request {
	t.Helper()
	req := s.request(t, method, path, body)
	req.Body, req.ContentLength = io.NopCloser(strings.NewReader(body)), length
	sign(t, req, DefaultCredentials()[0], body)
	return req
}

func (s *testService) request(t *testing.T, method, path, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func sign(t *testing.T, req *http.Request, credentials aws.Credentials, body string) {
	t.Helper()
	hash := sha256.Sum256([]byte(body))
	err := v4.NewSigner().SignHTTP(t.Context(), credentials, req, hex.EncodeToString(hash[:]), "sagemaker", DefaultRegion, time.Now())
	if err != nil {
		t.Fatal(err)
	}
}

// received is a response with its body.
type received struct {
	*http.Response
	body    string
	bodyErr error
}

func (s *testService) send(t *testing.T, req *http.Request) received {
	t.Helper()
	resp, err := s.client.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return received{resp, string(body), err}
}

// lastCall returns the record of the only call so far.
func (s *testService) lastCall(t *testing.T) Call {
	t.Helper()
	calls := s.Calls()
	if len(calls) != 1 {
		t.Fatalf("%d calls are on record, want 1: %+v", len(calls), calls)
	}
	return calls[0]
}

// readRequest parses a request as net/http's server does.
func readRequest(t *testing.T, text string) *http.Request {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReaderSize(strings.NewReader(text), len(text)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}
