package faults

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
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
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"go.uber.org/goleak"
)

// scene is a service on loopback that misbehaves as its answers say, one request
// after the other. When they are used up it is healthy. It keeps what it was sent, and
// end looks whether anything is left behind.
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

	client   *a2iruntime.Client
	dialed   atomic.Int32
	undialed atomic.Int32
	bodies   atomic.Int32
	closed   atomic.Int32
	log      lockedBuffer
	said     []string // by errors
}

// request is a request as it arrived.
type request struct {
	*http.Request
	body       []byte
	connection int
}

// answer writes a response, or what stands for one, to a connection. It returns
// whether the connection goes on.
type answer func(s *scene, conn net.Conn, r request) (goesOn bool)

// newScene starts the service and makes a client of it that logs everything and waits
// no time between attempts. The test ends it.
func newScene(t *testing.T, answers []answer, optFns ...func(*a2iruntime.Options)) *scene {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return newSceneAt(t, listener, answers, optFns...)
}

func newSceneAt(t *testing.T, listener net.Listener, answers []answer, optFns ...func(*a2iruntime.Options)) *scene {
	s := &scene{t: t, listener: listener, answers: answers, done: make(chan struct{}), before: goleak.IgnoreCurrent(), open: map[net.Conn]bool{}}
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
			return &countedConn{Conn: conn, closed: &s.undialed}, nil
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
	if len(s.answers) == 0 {
		return healthy
	}
	a := s.answers[0]
	s.answers = s.answers[1:]
	return a
}

// arrived is what the service was sent so far.
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

// note keeps what an error says, in every way in which it can be printed.
func (s *scene) note(err error) error {
	for e := err; e != nil; e = errors.Unwrap(e) {
		s.said = append(s.said, fmt.Sprintf("%v\n%+v\n%#v", e, e, e.Error()))
	}
	return err
}

// end looks what the fault has left: the client must still work, on a connection that
// it uses again; every body is closed, and every connection and goroutine ends; and
// nothing that was logged or said has a secret.
func (s *scene) end() {
	s.t.Helper()
	s.mu.Lock()
	s.answers = nil
	s.mu.Unlock()
	for range 2 {
		if _, err := s.describe(context.Background()); err != nil {
			s.t.Errorf("afterwards: %v", err)
		}
	}
	arrived := s.arrived()
	if n := len(arrived); n < 2 || arrived[n-1].connection != arrived[n-2].connection {
		s.t.Error("afterwards: a healthy connection is not used again")
	}
	if opened, closed := s.bodies.Load(), s.closed.Load(); opened != closed {
		s.t.Errorf("%d of %d bodies are closed", closed, opened)
	}
	close(s.done)
	_ = s.listener.Close() // its error would be that it is closed
	s.mu.Lock()
	for conn := range s.open {
		_ = conn.Close() // which the client sees, and closes its idle one
	}
	s.mu.Unlock()
	s.serving.Wait()
	if err := goleak.Find(s.before); err != nil {
		s.t.Error(err)
	}
	if dialed, ended := s.dialed.Load(), s.undialed.Load(); dialed != ended {
		s.t.Errorf("%d of %d connections are closed", ended, dialed)
	}
	s.lookForSecrets(arrived)
}

func (s *scene) lookForSecrets(arrived []request) {
	s.t.Helper()
	secrets := []string{clienttest.Credentials.SecretAccessKey, clienttest.Credentials.SessionToken}
	for _, r := range arrived {
		if authorization := r.Header.Get("Authorization"); authorization != "" {
			_, signature, _ := strings.Cut(authorization, "Signature=")
			secrets = append(secrets, authorization, signature)
		}
	}
	for _, secret := range secrets {
		for where, text := range map[string]string{"log": s.log.String(), "error": strings.Join(s.said, "\n")} {
			if strings.Contains(text, secret) {
				s.t.Errorf("the %s has the secret %q", where, secret)
			}
		}
	}
}

// countBodies counts the bodies of responses, and which are closed.
func (s *scene) countBodies(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("countBodies", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
		middleware.DeserializeOutput, middleware.Metadata, error,
	) {
		out, metadata, err := next.HandleDeserialize(ctx, in)
		if response, ok := out.RawResponse.(*smithyhttp.Response); ok && err == nil && response.Response != nil && response.Body != nil {
			s.bodies.Add(1)
			response.Body = &countedBody{ReadCloser: response.Body, closed: &s.closed}
		}
		return out, metadata, err
	}), middleware.After)
}

type countedBody struct {
	io.ReadCloser
	closed *atomic.Int32
	once   sync.Once
}

func (b *countedBody) Close() error {
	b.once.Do(func() { b.closed.Add(1) })
	return b.ReadCloser.Close()
}

type countedConn struct {
	net.Conn
	closed *atomic.Int32
	once   sync.Once
}

func (c *countedConn) Close() error {
	c.once.Do(func() { c.closed.Add(1) })
	return c.Conn.Close()
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
