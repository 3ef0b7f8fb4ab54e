package compat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// A reviewer answers loops in a browser while a program waits for the answers.
func TestBrowser(t *testing.T) {
	t.Parallel() // most of the time, it waits for the browser's processes
	browser := startBrowser(t)
	for name, test := range map[string]func(*testing.T, *reviewer){
		"by keyboard":       answersByKeyboard,
		"wrong number":      correctsANumber,
		"decline":           declines,
		"two tabs":          answersTwice,
		"JSON":              answersWithJSON,
		"from another site": isSentByAnotherSite,
		"call from a page":  isCalledByAnotherPage,
		"phone":             usesAPhone,
		"unknown path":      opensAnUnknownPath,
		"search":            searches,
		"appearance":        looksRight,
		"README":            takesReadmeScreenshots,
	} {
		t.Run(name, func(t *testing.T) {
			p := startProgram(t)
			ctx, cancel := context.WithTimeout(browser, time.Minute)
			t.Cleanup(cancel)
			test(t, &reviewer{t, ownSession(t, ctx), p})
		})
	}
}

// reviewer opens the program's page in a browser session.
type reviewer struct {
	*testing.T
	ctx context.Context
	*program
}

// An input with every kind of member. One value would run as a script if the page did not
// escape it.
const (
	invoiceInput = `{"supplier": "Žižkov & Söhne", "total": 12.50, "paid": false, "note": null,` +
		` "lines": {"first": [1, 2]}, "html": "<script>alert(1)</script>"}`
	supplierField, totalField, htmlField = "field-0", "field-1", "field-5"
)

// begin starts a loop, and waits for it in the background as a program would. The
// returned function waits for that wait and returns its result.
func (r *reviewer) begin(name, input string) func() (*a2iruntime.DescribeHumanLoopOutput, error) {
	r.Helper()
	must(r.T, r.start(r.ctx, name, input))
	var out *a2iruntime.DescribeHumanLoopOutput
	var err error
	ended := make(chan struct{})
	ctx, cancel := context.WithCancel(r.ctx)
	r.Cleanup(func() { cancel(); <-ended })
	go func() {
		defer close(ended)
		out, err = a2iruntime.NewHumanLoopCompletedWaiter(r.loops()).WaitForOutput(ctx,
			&a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name}, time.Minute,
			func(o *waiters.Options) { o.MinDelay, o.MaxDelay = 10*time.Millisecond, 50*time.Millisecond })
	}()
	return func() (*a2iruntime.DescribeHumanLoopOutput, error) { <-ended; return out, err }
}

// wantAnswer checks that the loop is Completed, and compares its output document.
func (r *reviewer) wantAnswer(wait func() (*a2iruntime.DescribeHumanLoopOutput, error), worker, answer string) {
	r.Helper()
	loop, err := wait()
	must(r.T, err)
	document, err := answers.Fetch(r.ctx, r, aws.ToString(loop.HumanLoopOutput.OutputS3Uri))
	must(r.T, err)
	if len(document.HumanAnswers) != 1 {
		r.Fatalf("the output document has %d answers, want 1: %+v", len(document.HumanAnswers), document.HumanAnswers)
	}
	got := document.HumanAnswers[0]
	if diff := cmp.Diff(members(r.T, answer), members(r.T, string(got.AnswerContent))); diff != "" || got.WorkerId != worker {
		r.Errorf("worker %q, want %q; answer (-want +got):\n%s", got.WorkerId, worker, diff)
	}
}

// wantWaiting checks that a loop is still InProgress.
func (r *reviewer) wantWaiting(name string) {
	r.Helper()
	loop, err := r.loops().DescribeHumanLoop(r.ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name})
	must(r.T, err)
	if loop.HumanLoopStatus != types.HumanLoopStatusInProgress {
		r.Errorf("%s is %s, want InProgress", name, loop.HumanLoopStatus)
	}
}

// members decodes a JSON object. It keeps numbers as they are written.
func members(t *testing.T, object string) (all map[string]any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(object))
	d.UseNumber()
	must(t, d.Decode(&all))
	return all
}

// A reviewer completes a review without a mouse. The input contains a script, which does
// not run.
func answersByKeyboard(t *testing.T, r *reviewer) {
	page := r.open("/")
	page.look("list-empty")
	wait := r.begin("invoice-0117", invoiceInput)
	page.load(chromedp.Navigate(r.url))
	page.look("list")

	page.do(chromedp.KeyEvent(kb.Tab))
	if at := page.focused(); at != "Skip to content" {
		t.Errorf("the first Tab moves the focus to %q, want the link Skip to content", at)
	}
	page.tabTo("invoice-0117")
	page.submits(http.StatusOK, chromedp.KeyEvent(kb.Enter))
	page.look("loop")
	if text := page.text("pre"); !strings.Contains(text, "<script>alert(1)</script>") {
		t.Errorf("the page shows the input %q, want the script as text", text)
	}
	if value := evaluate[string](page, `document.getElementById("`+htmlField+`").value`); value != "<script>alert(1)</script>" {
		t.Errorf("the field contains %q, want the script as text", value)
	}
	page.tabTo(supplierField) // selects the field's text
	page.do(chromedp.KeyEvent("見積 & <b>Co</b>"))
	page.tabTo(totalField)
	page.do(chromedp.KeyEvent("2211.00"))
	page.tabTo("worker")
	page.do(chromedp.KeyEvent("Ana Źródło"))
	page.tabTo("Submit answer")
	page.submits(http.StatusOK, chromedp.KeyEvent(kb.Enter))
	page.look("completed")
	if text := page.text("main"); !strings.Contains(text, "Completed") || !strings.Contains(text, "Ana Źródło") || !strings.Contains(text, "見積") {
		t.Errorf("after the answer, the page shows\n%s\nwant the status Completed and the answer", text)
	}
	r.wantAnswer(wait, "Ana Źródło", `{"supplier": "見積 & <b>Co</b>", "total": 2211.00, "paid": false, "note": null,
		"lines": {"first": [1, 2]}, "html": "<script>alert(1)</script>"}`)
	page.load(chromedp.Navigate(r.url))
	page.look("list-ended")
	page.quiet()

	// The quiet check can fail: the browser blocks a script and reports it.
	page.do(chromedp.Evaluate[chromedp.Void](`document.body.append(Object.assign(document.createElement("script"), {textContent: "alert(2)"}))`))
	page.quiet(`script.*Content Security Policy`)
}

// After an invalid number, the form still contains everything that the reviewer typed.
func correctsANumber(t *testing.T, r *reviewer) {
	wait := r.begin("invoice-0117", invoiceInput)
	page := r.open("/loops/invoice-0117")
	page.fill(supplierField, "Ink & Paper")
	page.fill(totalField, "2,211.00")
	page.submits(http.StatusUnprocessableEntity, page.click("button"))
	page.look("loop-error")
	if said := page.text("#" + totalField + "-wrong"); said != "Enter a number such as 12.50, or leave the field empty." {
		t.Errorf("the field's message is %q, want how to correct the number", said)
	}
	if at := page.focused(); at != totalField {
		t.Errorf("the focus is on %q, want the invalid field", at)
	}
	for id, want := range map[string]string{supplierField: "Ink & Paper", totalField: "2,211.00"} {
		if got := evaluate[string](page, `document.getElementById("`+id+`").value`); got != want {
			t.Errorf("%s contains %q, want the typed text %q", id, got, want)
		}
	}
	r.wantWaiting("invoice-0117")
	page.fill(totalField, "2211.00")
	page.submits(http.StatusOK, page.click("button"))
	r.wantAnswer(wait, "local-worker", `{"supplier": "Ink & Paper", "total": 2211.00, "paid": false, "note": null,
		"lines": {"first": [1, 2]}, "html": "<script>alert(1)</script>"}`)
	page.quiet("status of 422")
}

// If the reviewer declines, the loop fails with the reviewer's reason.
func declines(t *testing.T, r *reviewer) {
	wait := r.begin("invoice-0117", invoiceInput)
	page := r.open("/loops/invoice-0117")
	page.do(chromedp.Click(chromedp.CSS("details:last-of-type summary")), chromedp.WaitVisible(chromedp.CSS("#reason")))
	page.look("loop-declining")
	page.fill("reason", "The scan is <blank>.")
	page.submits(http.StatusOK, page.click("button.decline"))
	page.look("failed")
	var failure *waiters.FailureError
	if _, err := wait(); !errors.As(err, &failure) || failure.Reason != "Declined by the reviewer: The scan is <blank>." {
		t.Errorf("the waiter returned %v, want a FailureError with the reason", err)
	}
	if text := page.text("main"); !strings.Contains(text, "The scan is <blank>.") {
		t.Errorf("the page shows\n%s\nwant the reason", text)
	}
	page.quiet()
}

// Two reviewers open the same loop. The first answer counts.
func answersTwice(t *testing.T, r *reviewer) {
	wait := r.begin("invoice-0117", invoiceInput)
	first, second := r.open("/loops/invoice-0117"), r.open("/loops/invoice-0117")
	for _, page := range []*tab{first, second} {
		page.fill(totalField, "1")
	}
	first.fill("worker", "first")
	first.submits(http.StatusOK, first.click("button"))
	second.fill("worker", "second")
	second.submits(http.StatusConflict, second.click("button"))
	second.look("already-ended")
	if text := second.text("main"); !strings.Contains(text, "invoice-0117 is Completed. Nothing was changed.") {
		t.Errorf("the second reviewer's page shows\n%s\nwant a message that the loop is already Completed", text)
	}
	r.wantAnswer(wait, "first", strings.Replace(invoiceInput, "12.50", "1", 1))
	first.quiet()
	second.quiet("status of 409")
}

// A reviewer answers an input that is not an object as JSON.
func answersWithJSON(t *testing.T, r *reviewer) {
	wait := r.begin("pages", `["one", "two"]`)
	page := r.open("/loops/pages")
	page.look("loop-json")
	page.fill("json", `{"pages": }`)
	page.submits(http.StatusUnprocessableEntity, page.click("button"))
	page.look("loop-json-error")
	r.wantWaiting("pages")
	page.fill("json", `{"pages": 2}`)
	page.submits(http.StatusOK, page.click("button"))
	r.wantAnswer(wait, "local-worker", `{"pages": 2}`)
	page.quiet("status of 422")
}

// The program refuses a form that another site posts, even a site with the same host
// name.
func isSentByAnotherSite(t *testing.T, r *reviewer) {
	must(t, r.start(r.ctx, "invoice-0117", invoiceInput))
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, `<!doctype html><link rel="icon" href="data:,"><form method="post" action="%s/loops/invoice-0117/answer">`+
			`<input name="json" value="{}"><input name="worker" value="other"><button>Win</button></form>`, html.EscapeString(r.url))
	}))
	t.Cleanup(other.Close)
	for _, site := range []string{other.URL, strings.Replace(other.URL, "127.0.0.1", "localhost", 1)} {
		page := r.newTab()
		page.load(chromedp.Navigate(site))
		page.submits(http.StatusForbidden, page.click("button"))
		page.look("refused")
		if text := page.text("main"); !strings.Contains(text, "Another site sent this request.") {
			t.Errorf("the page shows\n%s\nwant a message that the request was refused", text)
		}
		r.wantWaiting("invoice-0117")
		page.quiet("status of 403")
	}
}

// The access key is public, so any page can contain a signed call. The program refuses
// the call if a browser sends it for such a page, even a page on another port of this
// machine.
func isCalledByAnotherPage(t *testing.T, r *reviewer) {
	must(t, r.start(r.ctx, "invoice-0117", invoiceInput))
	presigner := a2iruntime.NewPresignClient(r.loops(), func(o *a2iruntime.PresignOptions) { o.Presigner = untyped{v4.NewSigner()} })
	stop, err := presigner.PresignStopHumanLoop(r.ctx, &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("invoice-0117")})
	must(t, err)
	describe, err := presigner.PresignDescribeHumanLoop(r.ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-0117")})
	must(t, err)
	const body = `{"HumanLoopName":"invoice-0117"}`
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprint(w, `<!doctype html><link rel="icon" href="data:,"><p>Another page</p>`)
	}))
	t.Cleanup(other.Close)
	for _, site := range []string{other.URL, strings.Replace(other.URL, "127.0.0.1", "localhost", 1)} {
		page := r.newTab()
		page.load(chromedp.Navigate(site))
		for _, call := range []struct{ method, url, options string }{
			{http.MethodPost, stop.URL, fmt.Sprintf(`{method: "POST", mode: "no-cors", body: %q}`, body)},
			{http.MethodGet, describe.URL, `{mode: "no-cors"}`},
		} {
			if status := page.fetched(call.url, call.options); status != http.StatusForbidden {
				t.Errorf("%s from a page of %s: status %d, want 403", call.method, site, status)
			}
		}
		r.wantWaiting("invoice-0117")
	}
	// The signatures are valid: the same calls succeed if a program sends them.
	for _, call := range []struct{ method, url, body string }{{http.MethodGet, describe.URL, ""}, {http.MethodPost, stop.URL, body}} {
		request, err := http.NewRequestWithContext(r.ctx, call.method, call.url, strings.NewReader(call.body))
		must(t, err)
		answer, err := r.client.Do(request)
		must(t, err)
		must(t, answer.Body.Close())
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s from a program: %s, want 200", call.method, answer.Status)
		}
	}
}

// untyped presigns without a Content-Type header, because a page cannot send
// application/json to another site.
type untyped struct{ a2iruntime.HTTPPresignerV4 }

func (s untyped) PresignHTTP(ctx context.Context, keys aws.Credentials, r *http.Request, hash, service, region string, at time.Time, options ...func(*v4.SignerOptions)) (string, http.Header, error) {
	r.Header.Del("Content-Type")
	return s.HTTPPresignerV4.PresignHTTP(ctx, keys, r, hash, service, region, at, options...)
}

// The README contains screenshots of this page in both color schemes.
func takesReadmeScreenshots(t *testing.T, r *reviewer) {
	must(t, r.start(r.ctx, "invoice-2026-0117", `{"supplier": "Harbour Lane Joinery Ltd", "invoiceNumber": "2026-0117",`+
		` "totalAmount": "2,271.00", "confidence": 0.623, "paid": false}`))
	page := r.open("/loops/invoice-2026-0117")
	page.do(chromedp.EmulateViewport(960, 560)) // small enough to be readable in the README
	for _, scheme := range []string{"light", "dark"} {
		page.prefers(scheme)
		page.look("readme-" + scheme)
	}
	page.quiet()
}
