package a2itest_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
)

// faultyDisk is a Storage that calls a function of the test before each save.
type faultyDisk struct {
	disk
	before func(save int) error
	called int
}

func (d *faultyDisk) use(o *a2itest.Options) { o.Storage = d }

func (d *faultyDisk) Save(c a2itest.Change) error {
	d.called++
	if err := d.before(d.called); err != nil {
		return err
	}
	return d.disk.Save(c)
}

var errDiskFull = errors.New("no space left on device")

// saveFaults lists the ways in which Save can fail.
var saveFaults = []struct {
	name string
	end  func() error
	want string // the error of the method that saves; "" if its goroutine ends
}{
	{"error", func() error { return errDiskFull }, "a2itest: save the loops: no space left on device"},
	{"panic", func() error { panic("boom") }, "a2itest: save the loops: Storage.Save panicked: boom"},
	{"panic with an error", func() error { panic(errDiskFull) }, "a2itest: save the loops: Storage.Save panicked: no space left on device"},
	{"Goexit, as t.FailNow calls", func() error { runtime.Goexit(); return nil }, ""},
}

// A change whose save failed is not acknowledged. It is saved with the next change.
func TestFailedSaveIsRepeated(t *testing.T) {
	for _, fault := range saveFaults {
		t.Run(fault.name, func(t *testing.T) {
			var broken atomic.Bool
			d := &faultyDisk{before: func(int) error {
				if broken.Load() {
					return fault.end()
				}
				return nil
			}}
			srv := newServer(t, d.use)
			client := newClient(srv)
			start(t, client, "loop", "other")

			broken.Store(true)
			err, returned := inGoroutine(func() error { return srv.Complete("loop", `1`) })
			if got := fmt.Sprint(err); returned != (fault.want != "") || returned && got != fault.want {
				t.Errorf("Complete: error %q, returned %t; want %q", got, returned, fault.want)
			}
			if strings.Contains(fault.want, errDiskFull.Error()) && !errors.Is(err, errDiskFull) {
				t.Errorf("Complete: error %v does not wrap %v", err, errDiskFull)
			}
			switch r := refused(stop(client, "other")); {
			case fault.want == "" && r == refusal{}:
				t.Error("stop: acknowledged, but not saved")
			case fault.want != "" && (r.Code != "InternalServerException" || r.Message != fault.want):
				t.Errorf("stop: got %+v, want an InternalServerException with %q", r, fault.want)
			}
			if got := d.savedStatus("loop"); got != "InProgress" {
				t.Errorf("the disk has %s, want InProgress", got)
			}

			broken.Store(false)
			for name, want := range map[string]string{"loop": "Completed", "other": "Stopped"} {
				if got := status(client, name); got != want {
					t.Errorf("describe %s: got %s, want %s", name, got, want)
				}
				if got := string(d.savedStatus(name)); got != want {
					t.Errorf("describe %s returned %s, but the disk has %s", name, want, got)
				}
			}
			if len(d.saved.Outputs) != 1 {
				t.Errorf("%d output documents are saved, want 1", len(d.saved.Outputs))
			}
		})
	}
}

// savedStatus returns the saved status of a loop, or "" if the loop is not saved.
func (d *disk) savedStatus(name string) types.HumanLoopStatus {
	d.mu.Lock()
	defer d.mu.Unlock()
	if l := d.saved.Loops[name]; l != nil {
		return l.HumanLoopStatus
	}
	return ""
}

// inGoroutine calls f in a new goroutine, because f may call runtime.Goexit.
func inGoroutine(f func() error) (err error, returned bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		err = f()
		returned = true
	}()
	wg.Wait()
	return err, returned
}

// Every fifth save fails, with an error or a panic, while 24 goroutines change loops.
// Every acknowledged change is on the disk.
func TestFailingSavesDuringConcurrentChanges(t *testing.T) {
	const workers, loops = 24, 20
	d := &faultyDisk{before: func(save int) error {
		switch save % 10 {
		case 0:
			panic("boom")
		case 5:
			return errDiskFull
		}
		return nil
	}}
	srv := newServer(t, d.use)
	var group sync.WaitGroup
	for w := range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range loops {
				name := fmt.Sprintf("w%d-%d", w, i)
				if _, err := srv.Start(name, "reviews", `1`); err == nil && d.savedStatus(name) == "" {
					t.Errorf("the start of %s was acknowledged, but not saved", name)
				}
				if err := srv.Complete(name, `1`); err == nil && d.savedStatus(name) != "Completed" {
					t.Errorf("%s was acknowledged as Completed, but the disk has %q", name, d.savedStatus(name))
				}
			}
		}()
	}
	group.Wait()
	if _, err := srv.Loops(); err != nil { // saves what the last failed save did not
		if _, err = srv.Loops(); err != nil {
			t.Fatal(err)
		}
	}
	if d.called < 10 {
		t.Errorf("only %d saves: none of them failed", d.called)
	}
	if len(d.saved.Loops) != workers*loops || len(d.saved.Outputs) != workers*loops {
		t.Errorf("the disk has %d loops and %d documents, want %d of each", len(d.saved.Loops), len(d.saved.Outputs), workers*loops)
	}
	for name, l := range d.saved.Loops {
		if l.HumanLoopStatus != "Completed" {
			t.Errorf("%s is %s on the disk, want Completed", name, l.HumanLoopStatus)
		}
	}
}
