package faults

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	"go.uber.org/goleak"
)

// scene is a service on the loopback interface that gives one answer per request and is
// healthy after the last one. It records the requests. Its method end checks that nothing is
// left behind.
type scene struct {
	t        *testing.T
	listener net.Listener
	serving  sync.WaitGroup
	done     chan struct{}
	before   goleak.Option

	mu       sync.Mutex
	answers  []answer
	requests []request
	open     map[net.Conn]bool
	changed  chan struct{} // closed when a request arrives or a connection ends

	client   *a2iruntime.Client
	clients  int32 // each has its own connections
	dialed   atomic.Int32
	undialed atomic.Int32
	bodies   atomic.Int32
	closed   atomic.Int32
	onRead   func() // called when a body is first read, if not nil
	log      lockedBuffer
	said     []string // messages of errors
}

// request is a request as it arrived.
type request struct {
	*http.Request
	body       []byte
	connection int
}

// answer writes a response, or a broken one, to a connection. It reports whether the
// connection stays open.
type answer func(s *scene, conn net.Conn, r request) (goesOn bool)

// newScene starts the service and creates a client for it that logs everything and
// retries without delay. The test must call end.
func newScene(t *testing.T, answers []answer, optFns ...func(*a2iruntime.Options)) *scene {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return newSceneAt(t, listener, answers, optFns...)
}

func newSceneAt(t *testing.T, listener net.Listener, answers []answer, optFns ...func(*a2iruntime.Options)) *scene {
	s := &scene{t: t, listener: listener, answers: answers, done: make(chan struct{}), clients: 1, before: goleak.IgnoreCurrent(), open: map[net.Conn]bool{}, changed: make(chan struct{})}
	s.serving.Add(1)
	go s.serve()
	httpClient := awshttp.NewBuildableClient().WithTransportOptions(func(tr *http.Transport) {
		dial := tr.DialContext
		tr.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			s.dialed.Add(1)
			return &countedConn{Conn: conn, scene: s}, nil
		}
	})
	s.client = a2iruntime.New(a2iruntime.Options{
		Region: "us-east-1", Credentials: clienttest.Provider, BaseEndpoint: aws.String(s.url()), HTTPClient: httpClient,
		Logger:        logging.NewStandardLogger(&s.log),
		ClientLogMode: aws.LogSigning | aws.LogRetries | aws.LogRequestWithBody | aws.LogResponseWithBody,
		APIOptions:    []func(*middleware.Stack) error{s.countBodies},
		Retryer: retry.NewStandard(func(o *retry.StandardOptions) {
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		}),
	}, optFns...)
	return s
}

func (s *scene) url() string { return "http://" + s.listener.Addr().String() }

func (s *scene) serve() {
	defer s.serving.Done()
	for connection := 1; ; connection++ {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.open[conn] = true
		s.mu.Unlock()
		s.serving.Add(1)
		go s.converse(conn, connection)
	}
}

func (s *scene) converse(conn net.Conn, connection int) {
	defer s.serving.Done()
	defer func() {
		_ = conn.Close() // it may be closed already
		s.mu.Lock()
		delete(s.open, conn)
		s.mu.Unlock()
	}()
	from := bufio.NewReader(conn)
	for {
		r, err := http.ReadRequest(from)
		if err != nil {
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		arrived := request{r, body, connection}
		if !s.next(arrived)(s, conn, arrived) {
			return
		}
	}
}

func (s *scene) next(r request) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
	s.change()
	if len(s.answers) == 0 {
		return healthy
	}
	a := s.answers[0]
	s.answers = s.answers[1:]
	return a
}

// change wakes up until. The caller holds mu.
func (s *scene) change() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// until waits until condition returns true after an action of another goroutine, and reports
// whether it did.
func (s *scene) until(condition func() bool) bool {
	late := time.NewTimer(10 * time.Second)
	defer late.Stop()
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if condition() {
			return true
		}
		select {
		case <-changed:
		case <-late.C:
			return false
		}
	}
}

// arrived returns the requests so far.
func (s *scene) arrived() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.requests...)
}

// describe calls DescribeHumanLoop.
func (s *scene) describe(ctx context.Context, optFns ...func(*a2iruntime.Options)) (*a2iruntime.DescribeHumanLoopOutput, error) {
	out, err := s.client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")}, optFns...)
	return out, s.note(err)
}
