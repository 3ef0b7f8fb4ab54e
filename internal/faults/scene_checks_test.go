package faults

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"go.uber.org/goleak"
)

// note checks a call's error and records its messages.
func (s *scene) note(err error) error {
	s.t.Helper()
	checkError(s.t, err)
	return s.recordMessages(err)
}

// recordMessages records the message of an error and of all errors in its tree, in every format
// in which they can be printed.
//
//nolint:errorlint // it visits every error of the tree by itself
func (s *scene) recordMessages(err error) error {
	if err == nil {
		return nil
	}
	s.said = append(s.said, fmt.Sprintf("%v\n%+v\n%#v\n%q", err, err, err, err))
	var inside []error
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		inside = append(inside, e.Unwrap())
	case interface{ Unwrap() []error }:
		inside = e.Unwrap()
	}
	if retried, ok := err.(*types.CallError); ok {
		inside = append(inside, retried.Earlier...)
	}
	if response, ok := err.(*awshttp.ResponseError); ok { // an error reporter may print these fields
		s.said = append(s.said, fmt.Sprintf("%+v\n%+v", response.Response.Response, response.Response.Request))
	}
	for _, e := range inside {
		_ = s.recordMessages(e) // which is e again
	}
	return err
}

// wantReuse checks that the next call uses the existing connection, so the earlier
// responses were read to the end.
func (s *scene) wantReuse() {
	s.t.Helper()
	s.heal()
	if _, err := s.describe(context.Background()); err != nil {
		s.t.Errorf("on the same connection: %v", err)
	}
	for i, r := range s.arrived() {
		if r.connection != 1 {
			s.t.Errorf("request %d came on connection %d, not on the first one again", i+1, r.connection)
		}
	}
}

// heal makes the service healthy.
func (s *scene) heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers = nil
}

// end checks what the fault has left behind. The client must still work, on a connection
// that it reuses, and must have no other one. Every body is closed, every connection and
// goroutine ends, and no log or error contains a secret.
func (s *scene) end() {
	s.t.Helper()
	s.heal()
	// On a busy machine, net/http may close a connection if it is not sure that it wrote the
	// request, so two calls may not be enough.
	const calls = 10
	reused := false
	for call := 1; call <= calls && !reused; call++ {
		if _, err := s.describe(context.Background()); err != nil {
			s.t.Errorf("afterwards: %v", err)
		}
		arrived := s.arrived()
		n := len(arrived)
		reused = call > 1 && n > 1 && arrived[n-1].connection == arrived[n-2].connection
	}
	if !reused {
		s.t.Errorf("none of %d later calls reused the previous connection", calls)
	}
	arrived := s.arrived()
	open := func() int32 { return s.dialed.Load() - s.undialed.Load() }
	if !s.until(func() bool { return open() <= s.clients }) || open() < 1 {
		s.t.Errorf("%d connections are open, want at most %d", open(), s.clients)
	}
	if opened, closed := s.bodies.Load(), s.closed.Load(); opened != closed {
		s.t.Errorf("%d of %d bodies are closed", closed, opened)
	}
	close(s.done)
	_ = s.listener.Close() // it may be closed already
	s.mu.Lock()
	for conn := range s.open {
		_ = conn.Close() // the client then closes its idle connection
	}
	s.mu.Unlock()
	s.serving.Wait()
	if err := goleak.Find(s.before); err != nil {
		s.t.Error(err)
	}
	if dialed, ended := s.dialed.Load(), s.undialed.Load(); dialed != ended {
		s.t.Errorf("%d of %d connections are closed", ended, dialed)
	}
	s.checkSecrets(arrived)
}

func (s *scene) checkSecrets(arrived []request) {
	s.t.Helper()
	secrets := []string{clienttest.Credentials.SecretAccessKey, clienttest.Credentials.SessionToken}
	for _, r := range arrived {
		if _, signature, found := strings.Cut(r.Header.Get("Authorization"), "Signature="); found {
			secrets = append(secrets, signature)
		}
	}
	for _, secret := range secrets {
		for where, text := range map[string]string{"log": s.log.String(), "error": strings.Join(s.said, "\n")} {
			if part := clienttest.Quotes(text, secret); part != "" {
				s.t.Errorf("the %s contains %q of the secret %q", where, part, secret)
			}
		}
	}
}

// countBodies counts the bodies of responses that are opened and closed.
func (s *scene) countBodies(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("countBodies", func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
		middleware.DeserializeOutput, middleware.Metadata, error,
	) {
		out, metadata, err := next.HandleDeserialize(ctx, in)
		if response, ok := out.RawResponse.(*smithyhttp.Response); ok && err == nil && response.Response != nil && response.Body != nil {
			s.bodies.Add(1)
			response.Body = &countedBody{ReadCloser: response.Body, scene: s}
		}
		return out, metadata, err
	}), middleware.After)
}

type countedBody struct {
	io.ReadCloser
	scene       *scene
	read, ended sync.Once
}

func (b *countedBody) Read(p []byte) (int, error) {
	b.read.Do(func() {
		if b.scene.onRead != nil {
			b.scene.onRead()
		}
	})
	return b.ReadCloser.Read(p)
}

func (b *countedBody) Close() error {
	b.ended.Do(func() { b.scene.closed.Add(1) })
	return b.ReadCloser.Close()
}

type countedConn struct {
	net.Conn
	scene *scene
	ended sync.Once
}

func (c *countedConn) Close() error {
	err := c.Conn.Close()
	c.ended.Do(func() {
		c.scene.undialed.Add(1)
		c.scene.mu.Lock()
		defer c.scene.mu.Unlock()
		c.scene.change()
	})
	return err
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
