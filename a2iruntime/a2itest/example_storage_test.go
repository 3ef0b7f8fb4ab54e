package a2itest_test

import (
	"fmt"
	"maps"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
)

// memory is a Storage that outlives a server, but not the program. A Storage that uses a
// file must write each change to it before Save returns.
type memory struct{ saved a2itest.Change }

func (m *memory) Load() (a2itest.Change, error) { return m.saved, nil }

func (m *memory) Save(change a2itest.Change) error {
	if m.saved.Loops == nil {
		m.saved = a2itest.Change{Loops: map[string]*a2itest.Loop{}, Outputs: map[string][]byte{}}
	}
	maps.Copy(m.saved.Loops, change.Loops)
	maps.DeleteFunc(m.saved.Loops, func(_ string, l *a2itest.Loop) bool { return l == nil }) // it was deleted
	maps.Copy(m.saved.Outputs, change.Outputs)
	return nil
}

// A loop outlives the server on which it was started.
func ExampleStorage() {
	storage := new(memory)
	withStorage := func(o *a2itest.Options) { o.Storage = storage }

	first := a2itest.NewServer(withStorage)
	if _, err := first.Start("invoice-1", "reviews", `{"total": "2,271.00"}`); err != nil {
		fmt.Println(err)
	}
	first.Close()

	second := a2itest.NewServer(withStorage)
	defer second.Close()
	loop, err := second.Loop("invoice-1")
	fmt.Println(loop.HumanLoopName, loop.HumanLoopStatus, err)
	// Output:
	// invoice-1 InProgress <nil>
}
