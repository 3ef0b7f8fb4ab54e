package compat

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// The pages follow the rules of testdata/page.js at the widths of a phone, a tablet and a
// desktop, in both color schemes.
func looksRight(t *testing.T, r *reviewer) {
	page := r.newTab()
	look := func(name, path string, status int64) {
		page.submits(status, chromedp.Navigate(r.url+path))
		for _, width := range []int64{360, 768, 1440} {
			page.do(chromedp.EmulateViewport(width, 800))
			for _, scheme := range []string{"light", "dark"} {
				page.prefers(scheme)
				page.look(fmt.Sprintf("%s-%d-%s", name, width, scheme))
			}
		}
	}
	look("empty", "/", http.StatusOK)
	for i := range 3 {
		must(t, r.start(r.ctx, fmt.Sprintf("invoice-%04d", i), invoiceInput))
	}
	must(t, r.complete("invoice-0002", `{"total": 12.50}`))
	look("search", "/?name=0001&flow=reviews", http.StatusOK)
	look("search-empty", "/?name=contract", http.StatusOK)
	look("waiting", "/loops/invoice-0001", http.StatusOK)
	look("answered", "/loops/invoice-0002", http.StatusOK)
	look("unknown-page", "/unknown", http.StatusNotFound)
	look("unknown-loop", "/loops/unknown", http.StatusNotFound)
	page.quiet("status of 404", "status of 404")
}

// prefers sets the browser's preferred color scheme, light or dark.
func (b *tab) prefers(scheme string) {
	b.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	must(b.T, err)
}

// A reviewer finds a loop with the keyboard alone. A screen reader announces all
// controls, by name and in order.
func searches(t *testing.T, r *reviewer) {
	for i := range 101 {
		must(t, r.start(r.ctx, fmt.Sprintf("invoice-%04d", i), invoiceInput))
	}
	page := r.open("/")
	want := []string{
		"link: Skip to content", "link: Local A2I", "heading: 101 human loops waiting", "search: ", "searchbox: Name contains", "combobox: Flow definition",
		"button: Search", "navigation: Pages of waiting loops", "link: Next page", "link: Refresh",
	}
	if diff := cmp.Diff(want, page.controls("invoice-")); diff != "" {
		t.Errorf("the accessibility tree (-want +got):\n%s", diff)
	}
	page.tabTo("Next page")
	page.submits(http.StatusOK, chromedp.KeyEvent(kb.Enter))
	page.look("list-last-page")
	page.tabTo("name")
	page.do(chromedp.KeyEvent("0042"))
	page.submits(http.StatusOK, chromedp.KeyEvent(kb.Enter))
	page.look("list-search")
	if text := page.text("main"); !strings.Contains(text, "Matches 1 of 1") {
		t.Errorf("the search shows\n%s\nwant exactly one loop", text)
	}
	page.tabTo("invoice-0042")
	page.submits(http.StatusOK, chromedp.KeyEvent(kb.Enter))
	page.quiet()
}

// controls returns the roles and names of the headings, landmarks and controls in the
// accessibility tree, in reading order. It omits names that begin with skipped.
func (b *tab) controls(skipped string) (found []string) {
	b.Helper()
	tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	must(b.T, err)
	value := func(v *accessibility.Value) (text string) {
		if v != nil {
			text = strings.Trim(string(v.Value), `"`)
		}
		return text
	}
	nodes := map[accessibility.NodeID]*accessibility.Node{}
	for _, node := range tree.Nodes {
		nodes[node.NodeID] = node
	}
	var read func(*accessibility.Node)
	read = func(node *accessibility.Node) {
		role, name := value(node.Role), value(node.Name)
		switch role {
		case "heading", "search", "navigation", "link", "button", "searchbox", "textbox", "combobox":
			if !node.Ignored && !strings.HasPrefix(name, skipped) {
				found = append(found, role+": "+name)
			}
		}
		for _, id := range node.ChildIDs {
			if child := nodes[id]; child != nil {
				read(child)
			}
		}
	}
	read(tree.Nodes[0])
	return found
}

// Pages fit the width of a phone, even with long names and values.
func usesAPhone(t *testing.T, r *reviewer) {
	long := strings.Repeat("w", 200)
	name := strings.Repeat("n", 63)
	must(t, r.start(r.ctx, "invoice-0117", invoiceInput))
	must(t, r.start(r.ctx, name, fmt.Sprintf(`{%q: %q, "list": [%q], "flag": true}`, long, long, long)))
	page := r.newTab()
	page.do(chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile, chromedp.EmulatePortrait, chromedp.EmulateTouch, chromedp.EmulateScale(2)))
	page.load(chromedp.Navigate(r.url))
	page.look("phone-list")
	page.load(chromedp.Navigate(r.url + "/loops/invoice-0117"))
	page.look("phone-loop")
	page.submits(http.StatusOK, page.click("button"))
	page.look("phone-completed")
	page.load(chromedp.Navigate(r.url + "/loops/" + name))
	page.look("phone-long")
	page.submits(http.StatusOK, page.click("button"))
	page.look("phone-long-completed")
	page.quiet()
}

// An unknown path shows a page with a link to the list.
func opensAnUnknownPath(t *testing.T, r *reviewer) {
	page := r.newTab()
	page.submits(http.StatusNotFound, chromedp.Navigate(r.url+"/bucket/key.json"))
	page.look("not-found")
	if text := page.text("main"); !strings.Contains(text, "localservice has no page at /bucket/key.json.") {
		t.Errorf("the page shows\n%s\nwant a message that the page does not exist", text)
	}
	page.submits(http.StatusOK, page.click("main a"))
	page.quiet("status of 404")
}
