package paginators

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// escape records a panic or a runtime.Goexit of a function, and repeats it in the goroutine
// that waits for the function.
type escape struct {
	escaped bool
	value   any // of the panic; nil for runtime.Goexit
	stack   []byte
}

// run calls f. It recovers a panic of f, but cannot stop runtime.Goexit.
func (e *escape) run(f func()) {
	e.escaped = true
	defer func() {
		if e.escaped {
			e.value, e.stack = recover(), debug.Stack()
		}
	}()
	f()
	e.escaped = false
}

// resume repeats the panic or runtime.Goexit of f in the calling goroutine, once.
func (e *escape) resume() {
	left := *e
	*e = escape{}
	switch {
	case !left.escaped:
	case left.value == nil:
		runtime.Goexit()
	default:
		// The second panic replaces the first: recover returns the value of f's panic. A
		// program that ends with it prints both, and so f's stack.
		defer panic(left.value)
		panic(fmt.Sprintf("paginators: the function that fetches a page panicked in %s", left.stack))
	}
}
