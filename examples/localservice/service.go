package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// accessKey is the example key of AWS's documentation. Everybody knows it: it
// protects nothing.
var accessKey = aws.Credentials{
	AccessKeyID:     "AKIAIOSFODNN7EXAMPLE",
	SecretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}

// demoFlow is the flow that has executions.
const demoFlow = "FLOW123456"

// service is all that the program serves.
type service struct {
	a2i   *a2itest.Server
	flows *flowstest.Server
	data  *dataFile // nil in memory
}

func newService(s settings) (*service, error) {
	service := new(service)
	if s.data != "" {
		var err error
		if service.data, err = openData(s.data, s.region, s.account); err != nil {
			return nil, err
		}
	}
	service.a2i = a2itest.NewUnstartedServer(func(o *a2itest.Options) {
		o.Region, o.AccountID, o.ExpireAfter = s.region, s.account, s.expireAfter
		o.Credentials = []aws.Credentials{accessKey}
		if service.data != nil {
			o.Storage = service.data
		}
	})
	clock := time.Time{} // what executions begin and end by; zero is now
	service.flows = flowstest.NewUnstartedServer(func(o *flowstest.Options) {
		o.Region, o.AccountID = s.region, s.account
		o.Credentials = []aws.Credentials{accessKey}
		o.Now = func() time.Time {
			if clock.IsZero() {
				return time.Now()
			}
			return clock
		}
	})
	err := service.a2i.Err()
	if err != nil && service.data != nil {
		err = service.data.damaged(err) // a loop in it is not a loop of the server's
	}
	if err == nil {
		err = service.flows.Err()
	}
	if err == nil {
		err = service.startExecutions(s.executions, &clock)
	}
	if err != nil {
		return nil, errors.Join(err, service.close())
	}
	return service, nil
}

// startExecutions begins n executions of the demo flow, one a second until now.
// Their names are the same every time; the last still run and some have failed.
func (s *service) startExecutions(n int, clock *time.Time) error {
	now := time.Now()
	defer func() { *clock = time.Time{} }()
	for i := range n {
		*clock = now.Add(time.Duration(i-n) * time.Second)
		arn, err := s.flows.Start(flowstest.Execution{Flow: demoFlow, Name: fmt.Sprintf("execution-%06d", i+1)})
		if err != nil {
			return err
		}
		status := types.FlowExecutionStatusSucceeded
		switch {
		case i >= n-3:
			continue // Running
		case i%10 == 9:
			status = types.FlowExecutionStatusFailed
		}
		*clock = clock.Add(500 * time.Millisecond)
		if err := s.flows.Finish(arn, status); err != nil {
			return err
		}
	}
	return nil
}

// handler returns what the program serves. With -v, it logs each request to stderr.
func (s *service) handler(settings settings, stderr io.Writer) http.Handler {
	handler := guard(settings.hosts, &router{a2i: s.a2i, flows: s.flows, objects: http.HandlerFunc(s.a2i.ServeS3), page: newPage(s.a2i)})
	if settings.verbose {
		handler = logged(handler, log.New(stderr, "", log.Ltime))
	}
	return handler
}

// close closes the data file, which already has every acknowledged change.
func (s *service) close() error {
	s.a2i.Close()
	s.flows.Close()
	return s.data.close()
}

// router routes a request by its signature and its path as sent. http.ServeMux would
// clean the path, which the signature covers.
type router struct{ a2i, flows, objects, page http.Handler }

func (rt *router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	switch {
	case toPage(r):
		setPageHeaders(w.Header())
		rt.page.ServeHTTP(w, r)
	case path == "/human-loops" || strings.HasPrefix(path, "/human-loops/"):
		rt.a2i.ServeHTTP(w, r)
	case strings.HasPrefix(path, "/flows/"):
		rt.flows.ServeHTTP(w, r)
	default:
		rt.objects.ServeHTTP(w, r)
	}
}

// toPage reports whether a request is for the page: it has one of the page's paths, or
// a browser opens any other path. All other requests are for the services or for
// objects. A program that forgets to sign one gets the service's error.
func toPage(r *http.Request) bool {
	if query := r.URL.Query(); r.Header.Get("Authorization") != "" || query.Has("X-Amz-Signature") || query.Has("Signature") {
		return false
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	return slices.Contains([]string{"", "loops", "events", "style.css", "favicon.ico"}, first) || acceptsHTML(r)
}

// acceptsHTML reports whether the Accept header names HTML, as in a browser's request
// for a page. "*/*", which other programs send, is not enough.
func acceptsHTML(r *http.Request) bool {
	for accepted := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		kind, params, err := mime.ParseMediaType(accepted)
		if weight, weighted := params["q"]; err == nil && kind == "text/html" && (!weighted || strings.Trim(weight, "0.") != "") {
			return true
		}
	}
	return false
}

// logged writes a line for each request.
func logged(h http.Handler, to *log.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		answer := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		h.ServeHTTP(answer, r)
		asked := (&url.URL{Path: r.URL.Path}).String() // a query may hold a signature
		result := strings.TrimSpace(fmt.Sprint(answer.status, " ", w.Header().Get("X-Amzn-Errortype")))
		to.Printf("%s %.200s %s %v", r.Method, asked, result, time.Since(begun).Round(100*time.Microsecond))
	})
}

// statusWriter remembers a response's status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController find what is wrapped.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
