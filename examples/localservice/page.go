package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
)

//go:embed templates
var templateFiles embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"when": func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") },
	"iso":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"json": func(raw json.RawMessage) string { return pretty(string(raw)) },
	"flow": flowName,
}).ParseFS(templateFiles, "templates/*.html"))

//go:embed templates/style.css
var stylesheet []byte

// page is the web page where a reviewer finds waiting loops and answers them.
type page struct {
	a2i *a2itest.Server
	mux *http.ServeMux
}

func newPage(a2i *a2itest.Server) http.Handler {
	mux := http.NewServeMux()
	p := &page{a2i, mux}
	mux.HandleFunc("GET /{$}", p.list)
	mux.HandleFunc("GET /loops/{name}", p.loop)
	mux.HandleFunc("GET /loops/{name}/input", p.input)
	mux.HandleFunc("POST /loops/{name}/answer", p.answer)
	mux.HandleFunc("POST /loops/{name}/decline", p.decline)
	for _, form := range []string{"answer", "decline"} { // a browser reloads the page of a refused form
		mux.HandleFunc("GET /loops/{name}/"+form, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/loops/"+url.PathEscape(r.PathValue("name")), http.StatusSeeOther)
		})
	}
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(stylesheet) // the client may have left
	})
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent) // browsers request it even if the page does not name it
	})
	return p
}

// maxShownInput is how many bytes of the input a loop's page shows.
const maxShownInput = 200 << 10

// loopView is the data of a loop's page.
type loopView struct {
	a2itest.Loop
	Waiting bool
	Ended   string // the status, "" if the loop has not ended
	Input   string
	Cut     bool // Input is only the beginning
	Fields  []field
	JSON    string // the answer as JSON
	Wrong   string // what is wrong with the form as a whole
	WrongIn string // the invalid control: json, reason, or ""
	Worker  string
	Reason  string // for declining
	Opened  string // when the reviewer opened the page
	Output  *answers.Document
	Next    string // the name of a waiting loop
}

func (p *page) loop(w http.ResponseWriter, r *http.Request) {
	l, err := p.a2i.Loop(r.PathValue("name"))
	if err != nil {
		showError(w, err)
		return
	}
	v := p.view(l)
	v.Fields = formFields(l.InputContent)
	v.Worker, v.Opened = defaultWorker, time.Now().UTC().Format(time.RFC3339)
	if l.HumanLoopStatus == types.HumanLoopStatusCompleted {
		v.Output, err = answers.Fetch(r.Context(), p.a2i, l.OutputS3Uri)
	}
	var next []a2itest.Loop
	if err == nil && !v.Waiting {
		next, err = p.a2i.Loops(types.HumanLoopStatusInProgress)
	}
	if err != nil {
		showError(w, err)
		return
	}
	if len(next) > 0 {
		v.Next = next[0].HumanLoopName
	}
	show(w, http.StatusOK, "loop.html", v)
}

func (p *page) view(l a2itest.Loop) *loopView {
	v := &loopView{Loop: l, Waiting: l.HumanLoopStatus == types.HumanLoopStatusInProgress, Input: pretty(l.InputContent)}
	switch l.HumanLoopStatus {
	case types.HumanLoopStatusCompleted, types.HumanLoopStatusFailed, types.HumanLoopStatusStopped:
		v.Ended = string(l.HumanLoopStatus)
	}
	if len(v.Input) > maxShownInput {
		cut := maxShownInput
		for !utf8.RuneStart(v.Input[cut]) {
			cut--
		}
		v.Input, v.Cut = v.Input[:cut], true
	}
	return v
}

// input sends a loop's input unchanged.
func (p *page) input(w http.ResponseWriter, r *http.Request) {
	input, err := p.a2i.Input(r.PathValue("name"))
	if err != nil {
		showError(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8") // a browser never renders it as HTML
	_, _ = w.Write([]byte(input))                               // the client may have left
}

// events sends all events as JSON, each as EventBridge would deliver it.
func (p *page) events(w http.ResponseWriter, _ *http.Request) {
	events, err := p.a2i.Events()
	if err != nil {
		showError(w, err)
		return
	}
	if events == nil {
		events = []answers.StatusChangeEvent{}
	}
	text, err := json.MarshalIndent(events, "", "  ")
	if err != nil {
		showError(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(text) // the client may have left
}

const (
	defaultWorker = "local-worker"
	maxWorker     = 128     // characters
	maxReason     = 990     // characters; a FailureReason has at most 1024, including the prefix that decline adds
	maxForm       = 8 << 20 // bytes
)

// posted reads a request's form and finds the loop, which must be InProgress. If it
// returns nil, it has already sent an error page.
func (p *page) posted(w http.ResponseWriter, r *http.Request) *loopView {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" {
		showMessage(w, http.StatusUnsupportedMediaType, "Unsupported form", "The form must be sent as application/x-www-form-urlencoded.")
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			showMessage(w, http.StatusRequestEntityTooLarge, "Form too large", fmt.Sprintf("The form must be at most %d bytes.", maxForm))
			return nil
		}
		showMessage(w, http.StatusBadRequest, "Invalid form", "The form could not be read: "+err.Error())
		return nil
	}
	l, err := p.a2i.Loop(r.PathValue("name"))
	if err == nil && l.HumanLoopStatus != types.HumanLoopStatusInProgress {
		err = &a2itest.StatusError{HumanLoopName: l.HumanLoopName, HumanLoopStatus: l.HumanLoopStatus}
	}
	if err != nil {
		showError(w, err)
		return nil
	}
	v := p.view(l)
	v.Worker, v.Opened, v.JSON, v.Reason = strings.TrimSpace(r.PostForm.Get("worker")), r.PostForm.Get("opened"), r.PostForm.Get("json"), r.PostForm.Get("reason")
	v.Fields = formFields(l.InputContent)
	return v
}

// checkJSON returns an error if an answer is not JSON.
func checkJSON(content json.RawMessage) error {
	err := json.Unmarshal(content, new(json.RawMessage)) // which checks the syntax alone
	var syntax *json.SyntaxError
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return errors.New("it is empty")
	case errors.As(err, &syntax):
		return fmt.Errorf("it is not valid JSON: %w at byte %d", err, syntax.Offset)
	}
	return err
}

// answer completes a loop with the reviewer's answer.
func (p *page) answer(w http.ResponseWriter, r *http.Request) {
	v := p.posted(w, r)
	if v == nil {
		return
	}
	var content json.RawMessage
	var err error
	if r.PostForm.Has("json") {
		v.WrongIn = "json"
		content = json.RawMessage(v.JSON)
		err = checkJSON(content)
	} else {
		content, err = answerOf(v.Fields, r.PostForm)
	}
	if wrong := wrongWorker(v.Worker); err == nil && wrong != "" {
		err = errors.New(wrong)
	}
	if err != nil {
		v.Wrong = "The answer was not submitted: " + err.Error() + "."
		show(w, http.StatusUnprocessableEntity, "loop.html", v)
		return
	}
	answer := a2itest.Answer{Content: content, WorkerId: v.Worker, AcceptedAt: acceptedAt(v.Opened, v.CreationTime)}
	if err := p.a2i.Complete(v.HumanLoopName, answer); err != nil {
		showError(w, err)
		return
	}
	http.Redirect(w, r, "/loops/"+v.HumanLoopName, http.StatusSeeOther)
}

// decline fails a loop that the reviewer cannot answer. On AWS, a declined task goes to
// another worker. The local service has only one.
func (p *page) decline(w http.ResponseWriter, r *http.Request) {
	v := p.posted(w, r)
	if v == nil {
		return
	}
	reason := "Declined by the reviewer."
	if v.Reason = strings.TrimSpace(v.Reason); v.Reason != "" {
		reason = "Declined by the reviewer: " + v.Reason
	}
	if utf8.RuneCountInString(v.Reason) > maxReason || !utf8.ValidString(v.Reason) {
		v.WrongIn, v.Wrong = "reason", fmt.Sprintf("The loop was not declined: the reason must be at most %d characters of text.", maxReason)
		show(w, http.StatusUnprocessableEntity, "loop.html", v)
		return
	}
	if err := p.a2i.Fail(v.HumanLoopName, "InternalError", reason); err != nil {
		showError(w, err)
		return
	}
	http.Redirect(w, r, "/loops/"+v.HumanLoopName, http.StatusSeeOther)
}

// wrongWorker returns what is wrong with a reviewer's name, or "".
func wrongWorker(id string) string {
	if n := utf8.RuneCountInString(id); n < 1 || n > maxWorker || !utf8.ValidString(id) || strings.ContainsFunc(id, unicode.IsControl) {
		return fmt.Sprintf("your name must be 1 to %d characters on one line", maxWorker)
	}
	return ""
}

// acceptedAt returns when the reviewer opened the page, according to the form. If that
// time is not between the loop's creation and now, it returns the creation time.
func acceptedAt(opened string, created time.Time) time.Time {
	t, err := time.Parse(time.RFC3339, opened)
	if err != nil || t.Before(created) || t.After(time.Now()) {
		return created
	}
	return t
}
