package paginators

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// escape is how a function left its goroutine if it did not return: by a panic, or by
// runtime.Goexit. It takes that to the goroutine that waits for the function.
type escape struct {
	escaped bool
	value   any // of the panic; nil for runtime.Goexit
	stack   []byte
}

// run calls f. A panic of f ends here; runtime.Goexit goes on.
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

// resume lets the calling goroutine leave as f left its own, once.
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
