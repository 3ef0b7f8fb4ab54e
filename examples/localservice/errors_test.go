package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// acceptBrowser is what browsers send when a user opens a link.
const acceptBrowser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// A browser receives each error as a page. A program receives it in the format of the
// service that it calls.
func TestErrors(t *testing.T) {
	s := newSite(t, map[string]string{"invoice": invoice})
	opened := func(r *http.Request) {
		r.Header.Set("Accept", acceptBrowser)
		r.Header.Set("Sec-Fetch-Mode", "navigate")
		r.Header.Set("Sec-Fetch-Site", "none")
	}
	signed := func(r *http.Request) { r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=x") }
	accepts := func(what string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Accept", what) }
	}
	const xml, json, html = "application/xml", "application/json", "text/html; charset=utf-8"
	for _, tc := range []struct {
		name, method, path string
		change             []func(*http.Request)
		status             int
		kind, want         string
	}{
		{"browser, unknown path", "GET", "/unknown", []func(*http.Request){opened}, 404, html, "localservice has no page at /unknown."},
		{"browser, unknown path with markup", "GET", "/%3Cscript%3E", []func(*http.Request){opened}, 404, html, "/%3Cscript%3E"},
		{"browser, unknown path below a page", "GET", "/loops/invoice/none", []func(*http.Request){opened}, 404, html, "localservice has no page at /loops/invoice/none."},
		{"browser, an output document", "GET", "/a2i-output/reviews/output.json", []func(*http.Request){opened}, 404, html, "Programs must sign"},
		{"browser, an operation", "GET", "/human-loops/invoice", []func(*http.Request){opened}, 404, html, "Programs must sign"},
		{"browser, an operation of the other service", "GET", "/flows/FLOW123456/executions", []func(*http.Request){opened}, 404, html, "Programs must sign"},
		{"browser, form to an unknown path", "POST", "/unknown", []func(*http.Request){opened}, 404, html, "localservice has no page at /unknown."},
		{"browser, presigned", "GET", "/a2i-output/x/output.json?X-Amz-Signature=x", []func(*http.Request){opened}, 403, xml, "<Code>"},
		{"browser, presigned with Signature Version 2", "GET", "/a2i-output/x/output.json?AWSAccessKeyId=a&Signature=x", []func(*http.Request){opened}, 400, xml, "s3v4"},
		{"browser, presigned operation", "GET", "/human-loops/invoice?X-Amz-Signature=x", []func(*http.Request){opened}, 400, json, "message"},
		{"S3 client", "GET", "/unknown", nil, 403, xml, "<Code>"},
		{"S3 client that accepts all", "GET", "/unknown", []func(*http.Request){accepts("*/*")}, 403, xml, "<Code>"},
		{"S3 client that accepts pages", "GET", "/unknown", []func(*http.Request){opened, signed}, 403, xml, "<Code>"},
		{"S3 client that accepts another type that begins with text/html", "GET", "/unknown", []func(*http.Request){accepts("text/html5")}, 403, xml, "<Code>"},
		{"client that excludes pages", "GET", "/unknown", []func(*http.Request){accepts("application/json, text/html;q=0")}, 403, xml, "<Code>"},
		{"wrong method", "POST", "/events", []func(*http.Request){opened}, 405, html, "This page does not accept POST requests. It accepts GET, HEAD."},
		{"wrong method for a form", "DELETE", "/loops/invoice/answer", []func(*http.Request){opened}, 405, html, "This page does not accept DELETE requests. It accepts GET, HEAD, POST."},
		{"wrong method for the list", "DELETE", "/", nil, 405, html, "This page does not accept DELETE requests. It accepts GET, HEAD."},
		{"broken form", "POST", "/loops/invoice/answer", []func(*http.Request){opened, func(r *http.Request) {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.URL.RawQuery = "%zz"
		}}, 400, html, "The form could not be read"},
		{"not a form", "POST", "/loops/invoice/answer", []func(*http.Request){opened}, 415, html, "application/x-www-form-urlencoded"},
		{"unknown host name", "GET", "/unknown", []func(*http.Request){opened, func(r *http.Request) { r.Host = "other.test" }}, 421, html, "-hosts"},
		{"form of another site to an unknown path", "POST", "/unknown", []func(*http.Request){opened, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }}, 403, html, "Another site sent this request."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, text, header := s.do(tc.method, tc.path, nil, tc.change...)
			if status != tc.status || header.Get("Content-Type") != tc.kind || !strings.Contains(text, tc.want) {
				t.Errorf("status %d, %s, want %d, %s and %q in\n%s", status, header.Get("Content-Type"), tc.status, tc.kind, tc.want, text)
			}
			if tc.kind == html && (header.Get("Content-Security-Policy") == "" || !strings.Contains(text, `<a href="/">All loops</a>`)) {
				t.Errorf("headers %v, page\n%s", header, text)
			}
			if tc.status == 405 && header.Get("Allow") == "" {
				t.Error("no Allow header")
			}
		})
	}
}

// stop stops a loop with a signed request.
func (s *site) stop(name string) {
	s.t.Helper()
	server := httptest.NewServer(s.h)
	defer server.Close()
	client := a2iruntime.New(a2iruntime.Options{Region: "us-east-1", BaseEndpoint: &server.URL, HTTPClient: server.Client(),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return accessKey, nil
		})})
	if _, err := client.StopHumanLoop(context.Background(), &a2iruntime.StopHumanLoopInput{HumanLoopName: &name}); err != nil {
		s.t.Fatal(err)
	}
}

// Each time on a page has a label that says what happened at that time.
func TestTimesHaveLabels(t *testing.T) {
	s := newSite(t, map[string]string{"waiting": invoice, "completed": invoice, "failed": invoice, "stopped": invoice})
	if status, _, _ := s.do("POST", "/loops/completed/answer", filled(nil)); status != 303 {
		t.Fatalf("status %d", status)
	}
	if status, _, _ := s.do("POST", "/loops/failed/decline", url.Values{}); status != 303 {
		t.Fatalf("status %d", status)
	}
	s.stop("stopped")
	for name, labels := range map[string][]string{
		"waiting": {"Created"}, "completed": {"Created", "Completed", "Accepted", "Submitted"},
		"failed": {"Created", "Failed"}, "stopped": {"Created", "Stopped"},
	} {
		_, text, _ := s.do("GET", "/loops/"+name, nil)
		if n := strings.Count(text, "<time"); n != len(labels) {
			t.Errorf("%s: %d times, want %d", name, n, len(labels))
		}
		for _, label := range labels {
			if !strings.Contains(text, "<dt>"+label+"</dt><dd><time ") {
				t.Errorf("%s: no time is labeled %s:\n%s", name, label, text)
			}
		}
	}
	_, text, _ := s.do("GET", "/", nil)
	for _, want := range []string{`<th scope="col">Created</th>`, `<th scope="col">Ended</th>`} {
		if !strings.Contains(text, want) {
			t.Errorf("the list lacks %s:\n%s", want, text)
		}
	}
	if n := strings.Count(text, "<time"); n != 4 {
		t.Errorf("the list has %d times, want 4", n)
	}
}
