package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/aws/smithy-go"
)

// ServeHTTP serves the page at a path, or an error page.
func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := p.mux.Handler(r); pattern != "" {
		p.mux.ServeHTTP(w, r)
		return
	}
	refused := &discardBody{ResponseWriter: w}
	p.mux.ServeHTTP(refused, r) // sets the Allow header if the path exists
	if refused.status == http.StatusMethodNotAllowed {
		showMessage(w, refused.status, "Method not allowed", fmt.Sprintf("This page does not accept %s requests. It accepts %s.", r.Method, w.Header().Get("Allow")))
		return
	}
	showMessage(w, http.StatusNotFound, "Page not found", fmt.Sprintf("localservice has no page at %s. Check the address, or start from the list of all loops. "+
		"Programs must sign their requests for human loops, flow executions and output documents.", r.URL.EscapedPath()))
}

// discardBody records a response's status and discards its body.
type discardBody struct {
	http.ResponseWriter
	status int
}

func (d *discardBody) WriteHeader(status int)         { d.status = status }
func (d *discardBody) Write(body []byte) (int, error) { return len(body), nil }

// showError shows an error as a page.
func showError(w http.ResponseWriter, err error) {
	var ended *a2itest.StatusError
	var api smithy.APIError
	switch {
	case errors.As(err, &ended):
		showMessage(w, http.StatusConflict, "Already ended",
			fmt.Sprintf("Human loop %s is %s. Nothing was changed.", ended.HumanLoopName, ended.HumanLoopStatus))
	case errors.As(err, &api) && api.ErrorCode() == "ResourceNotFoundException":
		showMessage(w, http.StatusNotFound, "Human loop not found", api.ErrorMessage()+" It may have been deleted, or its name may be misspelled.")
	default:
		showMessage(w, http.StatusInternalServerError, "Error", err.Error())
	}
}

func showMessage(w http.ResponseWriter, status int, title, text string) {
	show(w, status, "message.html", map[string]string{"Title": title, "Text": text})
}

// show sends a page. It renders the whole page first, so that an error in a template
// does not send half a page.
func show(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, "The page could not be rendered: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // the client may have left
}
