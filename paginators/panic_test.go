package paginators_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/paginators"
)

// breaking is a list of 30 numbers. Instead of the third page, the first attempt to fetch
// it calls end.
func breaking(end func(), optFns ...func(*paginators.Options)) *numbersPaginator {
	l, fetches := newList(30, 10), 0
	fetch := func(ctx context.Context, token *string, size int32, fns ...func(*options)) (*listPage, error) {
		if token != nil && *token == "20" {
			if fetches++; fetches == 1 {
				end()
			}
		}
		return l.fetch(ctx, token, size, fns...)
	}
	return newPaginator(fetch, optFns...)
}

func prefetch(o *paginators.Options) { o.Prefetch = true }

// breakings lists the ways to range over a breaking list: those that fetch in a goroutine of
// this package, and the one that does not, with whose behavior they must agree.
var breakings = []struct {
	name   string
	optFns []func(*paginators.Options)
	items  func(use func(int) bool, p *numbersPaginator) error
}{
	{"Items", nil, useItems},
	{"Items with Prefetch", []func(*paginators.Options){prefetch}, useItems},
	{"Pages with Prefetch", []func(*paginators.Options){prefetch}, func(use func(int) bool, p *numbersPaginator) error {
		for page, err := range p.Pages(context.Background()) {
			if err != nil {
				return err
			}
			for _, item := range page.Numbers {
				if !use(item) {
					return nil
				}
			}
		}
		return nil
	}},
	{"Merge", nil, func(use func(int) bool, p *numbersPaginator) error { return useMerged(use, nil, p) }},
	{"Merge in order", nil, func(use func(int) bool, p *numbersPaginator) error { return useMerged(use, cmp.Compare[int], p) }},
}

func useItems(use func(int) bool, p *numbersPaginator) error {
	for item, err := range p.Items(context.Background()) {
		if err != nil || !use(item) {
			return err
		}
	}
	return nil
}

// useMerged merges a list with one that ends at the 20th number.
func useMerged(use func(int) bool, compare func(a, b int) int, p *numbersPaginator) error {
	for item, err := range paginators.Merge(context.Background(), 2, compare, p, newList(20, 3).paginator()) {
		if err != nil || !use(item) {
			return err
		}
	}
	return nil
}

// If the function that fetches a page panics, the loop over the list panics with the same
// value, whichever goroutine fetched. The paginator can then continue.
func TestFetchPanics(t *testing.T) {
	for name, value := range map[string]any{
		"string":             "no such table",
		"error":              errPage,
		"from net/http":      http.ErrAbortHandler,
		"pointer to a value": &struct{ n int }{1},
	} {
		for _, way := range breakings {
			t.Run(way.name+"/"+name, func(t *testing.T) {
				p := breaking(func() { panic(value) }, way.optFns...)
				var seen []int
				got := func() (got any) {
					defer func() { got = recover() }()
					err := way.items(func(item int) bool { seen = append(seen, item); return true }, p)
					return fmt.Sprintf("got no panic and error %v", err)
				}()
				if got != value {
					t.Errorf("recovered %v (%T), want %v (%T)", got, got, value, value)
				}
				if strings.HasPrefix(way.name, "Merge") {
					return // the seen items include the other list's
				}
				if !slices.Equal(seen, numbers(0, 20)) {
					t.Errorf("got %v before the panic, want two pages", seen)
				}
				if err := way.items(func(item int) bool { seen = append(seen, item); return true }, p); err != nil || !slices.Equal(seen, numbers(0, 30)) {
					t.Errorf("another range: got %v (%v), want the third page", seen[min(20, len(seen)):], err)
				}
			})
		}
	}
}

// A runtime error, such as an index out of range, is a runtime error in the loop, too.
func TestFetchPanicsWithRuntimeError(t *testing.T) {
	defer func() {
		var err runtime.Error
		if value, _ := recover().(error); !errors.As(value, &err) || !strings.Contains(err.Error(), "index out of range") {
			t.Errorf("recovered %v, want a runtime.Error about an index", value)
		}
	}()
	_, err := collect(breaking(func() { none := numbers(0, 0); _ = none[len(none)] }, prefetch), -1) //nolint:gocritic // it panics on purpose
	t.Errorf("got no panic and error %v", err)
}

// runtime.Goexit, which t.FailNow calls, ends the loop's goroutine.
func TestFetchCallsGoexit(t *testing.T) {
	for _, way := range breakings {
		t.Run(way.name, func(t *testing.T) {
			p := breaking(runtime.Goexit, way.optFns...)
			done := make(chan string)
			go func() {
				outcome := "ended"
				defer func() { done <- outcome }()
				err := way.items(func(int) bool { return true }, p)
				outcome = fmt.Sprintf("went on with error %v", err)
			}()
			if outcome := <-done; outcome != "ended" {
				t.Errorf("the ranging goroutine %s, want it to end", outcome)
			}
		})
	}
}

// If a prefetch panicked and the loop breaks before that page, the panic is not lost.
func TestPanicAfterBreak(t *testing.T) {
	for _, way := range breakings[1:3] {
		t.Run(way.name, func(t *testing.T) {
			p := breaking(func() { panic(errPage) }, way.optFns...)
			defer func() {
				if got := recover(); got != any(errPage) {
					t.Errorf("recovered %v, want %v", got, errPage)
				}
			}()
			err := way.items(func(item int) bool { return item < 15 }, p)
			t.Errorf("got no panic and error %v", err)
		})
	}
}

// If nothing recovers, the program's output names the function that panicked.
func TestPanicNamesFunction(t *testing.T) {
	const variable = "PAGINATORS_TEST_PANIC"
	if way := os.Getenv(variable); way != "" {
		for _, b := range breakings {
			if b.name == way {
				_ = b.items(func(int) bool { return true }, breaking(panicsHere, b.optFns...))
			}
		}
		return
	}
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range breakings {
		t.Run(way.name, func(t *testing.T) {
			cmd := exec.Command(executable, "-test.run=^TestPanicNamesFunction$")
			cmd.Env = append(os.Environ(), variable+"="+way.name)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			if err := cmd.Run(); err == nil {
				t.Error("the program did not fail")
			}
			for _, want := range []string{"no such page", "panicsHere"} {
				if !strings.Contains(stderr.String(), want) {
					t.Errorf("the program's output does not contain %q:\n%s", want, &stderr)
				}
			}
		})
	}
}

//go:noinline
func panicsHere() { panic("no such page") }
