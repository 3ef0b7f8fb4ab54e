package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/examples/internal/clitest"
	"github.com/google/go-cmp/cmp"
)

// holdCalls makes every call wait until release is called. It sends to waiting for each
// call that waits.
func (s *service) holdCalls(t *testing.T) (waiting <-chan struct{}, release func()) {
	calls, released := make(chan struct{}, 1000), make(chan struct{})
	hold := func() {
		calls <- struct{}{}
		<-released
	}
	s.onCall.Store(&hold)
	release = sync.OnceFunc(func() { close(released) })
	t.Cleanup(release) // before the server closes, which waits for its calls
	return calls, release
}

// exportArgs returns flags that export the whole list in windows.
func (s *service) exportArgs(args ...string) []string {
	return append([]string{"-aws", "-flow-definition", s.FlowDefinitionArn("invoice-review"), "-page-size", "20",
		"-windows", "4", "-after", "2026-03-01T08:00:00Z", "-before", "2026-03-02T01:00:00Z"}, args...)
}

// While one process exports, a second process that would write the same files fails
// and changes nothing.
func TestSecondProcessIsRefused(t *testing.T) {
	for _, tc := range []struct {
		name          string
		first, second string // flags of each process; DIR is a folder
		want          string // part of the second process's error
		fresh         bool   // delete the first process's files before the second one starts
	}{
		{name: "same output", first: "-out DIR/loops.jsonl", second: "-out DIR/loops.jsonl", want: "-checkpoint DIR/loops.jsonl.checkpoint: in use"},
		{name: "same output, by another path", first: "-out DIR/loops.jsonl", second: "-out DIR/b/../loops.jsonl", want: "loops.jsonl.checkpoint: in use"},
		{name: "same output, another checkpoint", first: "-out DIR/loops.jsonl", second: "-out DIR/loops.jsonl -checkpoint DIR/other", want: "-out DIR/loops.jsonl: in use"},
		{name: "same checkpoint, another output", first: "-out DIR/a/loops.jsonl -checkpoint DIR/c", second: "-out DIR/b/loops.jsonl -checkpoint DIR/c", want: "-checkpoint DIR/c: in use"},
		{name: "same output, deleted", first: "-out DIR/loops.jsonl", second: "-out DIR/loops.jsonl", want: "-checkpoint DIR/loops.jsonl.checkpoint: in use", fresh: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if tc.fresh && runtime.GOOS == "windows" {
				t.Skip("Windows does not delete a file that is open")
			}
			s, dir := newService(t), t.TempDir()
			for _, folder := range []string{"a", "b"} {
				if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			inDir := func(text string) string { return strings.ReplaceAll(text, "DIR/", dir+string(filepath.Separator)) }
			waiting, release := s.holdCalls(t)
			first := clitest.Start(t, s.environment(t), s.exportArgs(strings.Fields(inDir(tc.first))...)...)
			<-waiting
			if tc.fresh {
				for _, name := range []string{"loops.jsonl", "loops.jsonl.checkpoint"} {
					if err := os.Remove(filepath.Join(dir, name)); err != nil {
						t.Fatal(err)
					}
				}
			}
			before := filesIn(t, dir)
			second := clitest.Start(t, s.environment(t), s.exportArgs(strings.Fields(inDir(tc.second))...)...)
			if ended, _ := firstToEnd(t, waiting, first, second); ended != second {
				t.Fatalf("the first process ended, with exit code %d, stderr %q", first.ExitCode(), first.Stderr())
			}
			if code := second.ExitCode(); code != cli.Error || !strings.Contains(second.Stderr(), inDir(tc.want)) {
				t.Errorf("exit code %d, stderr %q; want %d and %q", code, second.Stderr(), cli.Error, inDir(tc.want))
			}
			after := filesIn(t, dir)
			delete(after, "other.lock") // created before the program opens the output, which is in use
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the files (-before +after the second process):\n%s", diff)
			}
			release()
			if code := first.ExitCode(); code != cli.OK {
				t.Errorf("the first process: exit code %d, stderr %q", code, first.Stderr())
			}
		})
	}
}

// firstToEnd returns which of two processes ended first. It fails the test if both
// make calls.
func firstToEnd(t *testing.T, waiting <-chan struct{}, a, b *clitest.Process) (ended, other *clitest.Process) {
	t.Helper()
	const maxCalls = 4 // concurrent calls of one process: the windows of exportArgs
	for calls := 0; ; {
		select {
		case <-a.Ended():
			return a, b
		case <-b.Ended():
			return b, a
		case <-waiting:
			if calls++; calls > maxCalls {
				t.Fatal("both processes export")
			}
		}
	}
}

// filesIn returns the content of each file in a folder.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// If two processes start together, one exports and the other one fails.
func TestProcessesStartedTogether(t *testing.T) {
	s := newService(t)
	for round := range 25 {
		file := filepath.Join(t.TempDir(), "loops.jsonl")
		waiting, release := s.holdCalls(t)
		both := []*clitest.Process{clitest.Start(t, s.environment(t), s.exportArgs("-out", file)...), clitest.Start(t, s.environment(t), s.exportArgs("-out", file)...)}
		refused, exporting := firstToEnd(t, waiting, both[0], both[1])
		release()
		if code := refused.ExitCode(); code != cli.Error || !strings.Contains(refused.Stderr(), "in use by another process") {
			t.Fatalf("round %d: the first to end has exit code %d, stderr %q", round, code, refused.Stderr())
		}
		if code := exporting.ExitCode(); code != cli.OK {
			t.Fatalf("round %d: exit code %d, stderr %q", round, code, exporting.Stderr())
		}
		checkThousand(t, namesIn(t, file))
	}
}

// After a process was killed, another one can export.
func TestKilledProcessReleasesItsFiles(t *testing.T) {
	s := newService(t)
	file := filepath.Join(t.TempDir(), "loops.jsonl")
	for range 5 {
		waiting, release := s.holdCalls(t)
		p := clitest.Start(t, s.environment(t), s.exportArgs("-out", file)...)
		select {
		case <-waiting:
		case <-p.Ended():
			t.Fatalf("exit code %d, stderr %q", p.ExitCode(), p.Stderr())
		}
		p.Kill()
		<-p.Ended()
		release()
	}
	s.onCall.Store(nil)
	p := clitest.Start(t, s.environment(t), s.exportArgs("-out", file)...)
	if code := p.ExitCode(); code != cli.OK {
		t.Fatalf("exit code %d, stderr %q", code, p.Stderr())
	}
	checkThousand(t, namesIn(t, file))
}

func TestInterrupted(t *testing.T) {
	s := newService(t)
	waiting, _ := s.holdCalls(t)
	args := []string{"-aws", "-flow-definition", s.FlowDefinitionArn("invoice-review")} // one call at a time
	clitest.CheckInterrupted(t, s.environment(t), args, func(t *testing.T, p *clitest.Process) {
		select {
		case <-waiting:
		case <-p.Ended():
			t.Fatalf("it ended before it was interrupted: %v, stderr %q", p.State(), p.Stderr())
		}
	})
}
