package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/examples/temporal/gateway"
	"github.com/a2iflows/a2iflows-go/examples/temporal/review"
)

// service is A2I in this process, with an S3 for output documents and the events that
// EventBridge would send.
type service struct {
	*a2itest.Server
	a2i, s3 *http.Server
	urls    [2]string
	events  *gateway.Gateway

	now    atomic.Pointer[time.Time] // of the clock; nil is the machine's
	lists  atomic.Int64              // how many calls listed loops
	sweeps atomic.Int64              // how many of these began a list
	starts atomic.Int64              // how many calls started loops
	lost   atomic.Bool               // whether events are lost
}

func startService(temporal review.Signaler) (*service, error) {
	s := &service{events: &gateway.Gateway{Temporal: temporal}}
	s.Server = a2itest.NewUnstartedServer(func(o *a2itest.Options) {
		o.Now = s.clock
		o.OnEvent = s.deliver
	})
	var err error
	if s.a2i, s.urls[0], err = listen(anyPort, http.HandlerFunc(s.serve)); err != nil {
		return nil, fmt.Errorf("start the local A2I: %w", err)
	}
	if s.s3, s.urls[1], err = listen(anyPort, http.HandlerFunc(s.Server.ServeS3)); err != nil {
		_ = s.a2i.Close()
		return nil, fmt.Errorf("start the local S3: %w", err)
	}
	return s, nil
}

const anyPort = "127.0.0.1:0"

// listen serves HTTP until the server is closed.
func listen(address string, handler http.Handler) (server *http.Server, url string, err error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, "", err
	}
	server = &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // until Close
	return server, "http://" + listener.Addr().String(), nil
}

func (s *service) Close() {
	_ = s.a2i.Close()
	_ = s.s3.Close()
	s.Server.Close()
}

func (s *service) clock() time.Time {
	if now := s.now.Load(); now != nil {
		return *now
	}
	return time.Now()
}

// serve counts calls.
func (s *service) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/human-loops" && r.Method == http.MethodGet:
		s.lists.Add(1)
		if !r.URL.Query().Has("NextToken") {
			s.sweeps.Add(1)
		}
	case r.URL.Path == "/human-loops":
		s.starts.Add(1)
	}
	s.Server.ServeHTTP(w, r)
}

// deliver does what a rule of EventBridge does whose target is the gateway.
func (s *service) deliver(event answers.StatusChangeEvent) {
	body, err := json.Marshal(event)
	if err == nil && !s.lost.Load() {
		_ = s.events.Deliver(context.Background(), body) // a lost event is found by the hourly look
	}
}

// startLoops starts n loops, one each ten seconds of the last hours.
func (s *service) startLoops(n int) (after, before time.Time, err error) {
	before = time.Now().Truncate(time.Second)
	after = before.Add(-time.Duration(n) * 10 * time.Second)
	defer s.now.Store(nil)
	for i := range n {
		created := after.Add(time.Duration(i) * 10 * time.Second)
		s.now.Store(&created)
		if _, err := s.Start(fmt.Sprintf("loop-%06d", i), s.FlowDefinitionArn(exported), `{}`); err != nil {
			return after, before, err
		}
	}
	return after, before, nil
}

// The flow definitions of what is reviewed and what is exported.
const (
	reviewed = "reviews"
	exported = "archive"
)

// environment points a worker's AWS configuration at the service, and at nothing else.
func (s *service) environment(ctx context.Context) []string {
	keys, _ := s.Config().Credentials.Retrieve(ctx) // static
	return []string{
		"AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME=" + s.urls[0], "AWS_ENDPOINT_URL_S3=" + s.urls[1],
		"AWS_REGION=" + s.Config().Region, "AWS_ACCESS_KEY_ID=" + keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY=" + keys.SecretAccessKey,
		"AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull, "AWS_EC2_METADATA_DISABLED=true",
	}
}
