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

// accessKey is the example key in AWS's documentation. It is public, so it protects
// nothing.
var accessKey = aws.Credentials{
	AccessKeyID:     "AKIAIOSFODNN7EXAMPLE",
	SecretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}

// demoFlow is the flow that has executions.
const demoFlow = "FLOW123456"

// service contains the services that the program emulates.
type service struct {
	a2i   *a2itest.Server
	flows *flowstest.Server
	data  *dataFile // nil if loops are kept in memory
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
	clock := time.Time{} // when executions start and finish; zero means now
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
		err = service.data.damaged(err) // the server rejected a loop in the file
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

// startExecutions starts n executions of the demo flow, one per second, the last one a
// second ago. Their names are the same in each run of the program. The last three are
// Running, and every tenth of the others has Failed.
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

// handler returns the program's HTTP handler. With -v, it logs each request to stderr.
func (s *service) handler(settings settings, stderr io.Writer) http.Handler {
	handler := guard(settings.hosts, &router{a2i: s.a2i, flows: s.flows, objects: http.HandlerFunc(s.a2i.ServeS3), page: newPage(s.a2i)})
	if settings.verbose {
		handler = logged(handler, log.New(stderr, "", log.Ltime))
	}
	return handler
}

// close closes the services and the data file, which already contains every
// acknowledged change.
func (s *service) close() error {
	s.a2i.Close()
	s.flows.Close()
	return s.data.close()
}

// router selects the handler by a request's signature and unmodified path. It is not an
// http.ServeMux, which would clean the path, because the signature covers the path.
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

// toPage reports whether a request is for the web page: an unsigned request for one of
// the page's paths, or from a browser. Other requests are for the services or for
// objects, so a program that forgets to sign a request receives the service's error.
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

// logged logs a line for each request.
func logged(h http.Handler, to *log.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		response := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		h.ServeHTTP(response, r)
		path := (&url.URL{Path: r.URL.Path}).String() // without the query, which may contain a signature
		result := strings.TrimSpace(fmt.Sprint(response.status, " ", w.Header().Get("X-Amzn-Errortype")))
		to.Printf("%s %.200s %s %v", r.Method, path, result, time.Since(start).Round(100*time.Microsecond))
	})
}

// statusWriter records a response's status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap returns the wrapped writer, for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
