package compat

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// startBrowser starts a headless Chromium with an empty profile.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		interop.NeedTool(t, "chromium")
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(filepath.Join(t.TempDir(), "user")), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
	t.Cleanup(cancel)
	browser, cancel := chromedp.NewContext(allocator, chromedp.WithErrorf(t.Logf))
	t.Cleanup(cancel)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	t.Cleanup(func() {
		if err := chromedp.Cancel(browser); err != nil {
			t.Errorf("end %s: %v", path, err)
		}
	})
	return browser
}

// ownSession starts a browser session that shares nothing with other sessions. It closes
// its connections at the end of the test, before the program ends.
func ownSession(t *testing.T, browser context.Context) context.Context {
	t.Helper()
	session, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	must(t, chromedp.Do(session))
	t.Cleanup(func() { must(t, chromedp.Cancel(session)) })
	return session
}

// tab is a tab of the browser. It records the tab's messages and responses.
type tab struct {
	*testing.T
	ctx context.Context

	mu       sync.Mutex
	messages []string         // console messages, exceptions and dialogs
	statuses map[string]int64 // by URL, since fetched was called
}

func (r *reviewer) newTab() *tab {
	r.Helper()
	b := &tab{T: r.T}
	var cancel context.CancelFunc
	b.ctx, cancel = chromedp.NewContext(r.ctx, chromedp.WithListener(b.listen))
	r.Cleanup(cancel)
	b.do(chromedp.EmulateViewport(1280, 800))
	return b
}

// open opens a page of the program.
func (r *reviewer) open(path string) *tab {
	r.Helper()
	b := r.newTab()
	b.load(chromedp.Navigate(r.url + path))
	return b
}

// listen records an event.
func (b *tab) listen(event any) {
	var message string
	switch e := event.(type) {
	case *page.EventJavascriptDialogOpening:
		message = "dialog: " + e.Message
		go func() { // because the response to the call arrives only after listen returns
			_, _ = chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{}) // on an error, the page hangs and the test fails
		}()
	case *log.EventEntryAdded:
		message = fmt.Sprintf("%s: %s: %s", e.Entry.Source, e.Entry.Level, e.Entry.Text)
	case *runtime.EventConsoleAPICalled:
		message = fmt.Sprintf("console.%s", e.Type)
	case *runtime.EventExceptionThrown:
		message = "exception: " + e.ExceptionDetails.Text
	case *network.EventResponseReceived:
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.statuses != nil {
			b.statuses[e.Response.URL] = e.Response.Status
		}
		return
	default:
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.messages = append(b.messages, message)
}

// quiet checks that the messages since the last check match the expressions in want.
func (b *tab) quiet(want ...string) {
	b.Helper()
	evaluate[int](b, "1") // its result arrives after all earlier messages
	b.mu.Lock()
	got := b.messages
	b.messages = nil
	b.mu.Unlock()
	ok := len(got) == len(want)
	for i := range min(len(got), len(want)) {
		ok = ok && regexp.MustCompile(want[i]).MatchString(got[i])
	}
	if !ok {
		b.Errorf("the browser's console and dialogs: got %q, want %q", got, want)
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	must(b.T, chromedp.Do(b.ctx, steps...))
}

func (b *tab) load(navigate chromedp.Action[chromedp.Void]) {
	b.Helper()
	b.submits(http.StatusOK, navigate)
}

// submits runs steps that load another page, and compares the status of that page.
func (b *tab) submits(status int64, steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	response, err := chromedp.RunResponse(b.ctx, steps...)
	must(b.T, err)
	if response.Status != status {
		b.Fatalf("%s returned status %d, want %d: %s", response.URL, response.Status, status, b.text("body"))
	}
}

func (b *tab) text(selector string) string {
	b.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS(selector)))
	must(b.T, err)
	return text
}

func evaluate[T any](b *tab, script string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script))
	must(b.T, err)
	return v
}

func (b *tab) click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector))
}

// fill replaces the text of a field by typing.
func (b *tab) fill(id, text string) {
	b.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("document.getElementById(%q).select()", id)), chromedp.SendKeys(chromedp.CSS("#"+id), text))
}

// fetched makes a script on the page fetch a URL, and returns the status of the response,
// even if the browser hides it from the script.
func (b *tab) fetched(url, options string) int64 {
	b.Helper()
	b.mu.Lock()
	b.statuses = map[string]int64{}
	b.mu.Unlock()
	_, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](fmt.Sprintf(`fetch(%q, %s).then(() => "answered", (e) => String(e))`, url, options), chromedp.EvalAwaitPromise))
	must(b.T, err)
	evaluate[int](b, "1") // its result arrives after the response
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.statuses[url]
}

// focused returns the ID of the control that has the focus, or its text if it has no ID.
func (b *tab) focused() string {
	b.Helper()
	return evaluate[string](b, `document.activeElement.id || document.activeElement.textContent`)
}

// tabTo presses Tab, at most 120 times, until the wanted control has the focus. The
// focus must be visible on every control.
func (b *tab) tabTo(want string) {
	b.Helper()
	for range 120 {
		b.do(chromedp.KeyEvent(kb.Tab))
		if seen := evaluate[bool](b, `(() => {
			const box = document.activeElement.getBoundingClientRect();
			return getComputedStyle(document.activeElement).outlineStyle === "solid" && box.left >= 0 && box.width > 0;
		})()`); !seen {
			b.Errorf("the focus on %q is not visible", b.focused())
		}
		if b.focused() == want {
			return
		}
	}
	b.Fatalf("pressing Tab does not reach %q", want)
}

//go:embed testdata/page.js
var pageRules string

// look checks the rules for every page, and saves a screenshot in the folder that
// A2IFLOWS_SCREENSHOTS names.
func (b *tab) look(name string) {
	b.Helper()
	if diff := cmp.Diff([]string{}, evaluate[[]string](b, pageRules)); diff != "" {
		b.Errorf("%s (-want +got):\n%s", name, diff)
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	must(b.T, err)
	dir := os.Getenv("A2IFLOWS_SCREENSHOTS")
	if dir == "" {
		dir = b.TempDir()
	}
	must(b.T, os.MkdirAll(dir, 0o777))
	must(b.T, os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o666))
}
