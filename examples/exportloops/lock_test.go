package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/internal/cli"
	"github.com/google/go-cmp/cmp"
)

// process is the program as a process of its own.
type process struct {
	cmd    *exec.Cmd
	stderr bytes.Buffer
	ended  chan struct{} // closed when the process has ended
}

func (s *service) startProcess(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(os.Args[0], args...), ended: make(chan struct{})}
	p.cmd.Env = s.environment(t)
	p.cmd.Stderr = &p.stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		_ = p.cmd.Wait() // the exit code is in ProcessState
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // fails if it has ended
		<-p.ended
	})
	return p
}

// code waits for the process and returns its exit code.
func (p *process) code() int {
	<-p.ended
	return p.cmd.ProcessState.ExitCode()
}

// holdCalls makes every call wait until release, and reports each call that waits.
func (s *service) holdCalls(t *testing.T) (waiting <-chan struct{}, release func()) {
	calls, released := make(chan struct{}, 1000), make(chan struct{})
	hold := func() {
		calls <- struct{}{}
		<-released
	}
	s.onCall.Store(&hold)
	release = sync.OnceFunc(func() { close(released) })
	t.Cleanup(release) // before the front closes, which waits for its calls
	return calls, release
}

// exportArgs are the flags of an export of the whole list in windows.
func (s *service) exportArgs(args ...string) []string {
	return append([]string{"-aws", "-flow-definition", s.FlowDefinitionArn("invoice-review"), "-page-size", "20",
		"-windows", "4", "-after", "2026-03-01T08:00:00Z", "-before", "2026-03-02T01:00:00Z"}, args...)
}

// While one process exports, a second one that would write the same files is
// refused and changes nothing.
func TestSecondProcessIsRefused(t *testing.T) {
	for _, tc := range []struct {
		name          string
		first, second string // their flags; DIR is a folder
		want          string // in the second process's error
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
			first := s.startProcess(t, s.exportArgs(strings.Fields(inDir(tc.first))...)...)
			<-waiting
			if tc.fresh {
				for _, name := range []string{"loops.jsonl", "loops.jsonl.checkpoint"} {
					if err := os.Remove(filepath.Join(dir, name)); err != nil {
						t.Fatal(err)
					}
				}
			}
			before := filesIn(t, dir)
			second := s.startProcess(t, s.exportArgs(strings.Fields(inDir(tc.second))...)...)
			if ended, _ := firstToEnd(t, waiting, first, second); ended != second {
				t.Fatalf("the first process ended, with exit code %d, stderr %q", first.code(), &first.stderr)
			}
			if code := second.code(); code != cli.Error || !strings.Contains(second.stderr.String(), inDir(tc.want)) {
				t.Errorf("exit code %d, stderr %q; want %d and %q", code, &second.stderr, cli.Error, inDir(tc.want))
			}
			after := filesIn(t, dir)
			delete(after, "other.lock") // is locked before the output is found to be in use
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the files (-before +after the second process):\n%s", diff)
			}
			release()
			if code := first.code(); code != cli.OK {
				t.Errorf("the first process: exit code %d, stderr %q", code, &first.stderr)
			}
		})
	}
}

// firstToEnd returns which of two processes ended first. It fails the test if both
// make calls.
func firstToEnd(t *testing.T, waiting <-chan struct{}, a, b *process) (ended, other *process) {
	t.Helper()
	const most = 4 // calls of one process at once: the windows of exportArgs
	for calls := 0; ; {
		select {
		case <-a.ended:
			return a, b
		case <-b.ended:
			return b, a
		case <-waiting:
			if calls++; calls > most {
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

// Of two processes that start together, one exports and the other is refused.
func TestProcessesStartedTogether(t *testing.T) {
	s := newService(t)
	for round := range 25 {
		file := filepath.Join(t.TempDir(), "loops.jsonl")
		waiting, release := s.holdCalls(t)
		both := []*process{s.startProcess(t, s.exportArgs("-out", file)...), s.startProcess(t, s.exportArgs("-out", file)...)}
		refused, exporting := firstToEnd(t, waiting, both[0], both[1])
		release()
		if code := refused.code(); code != cli.Error || !strings.Contains(refused.stderr.String(), "in use by another process") {
			t.Fatalf("round %d: the first to end has exit code %d, stderr %q", round, code, &refused.stderr)
		}
		if code := exporting.code(); code != cli.OK {
			t.Fatalf("round %d: exit code %d, stderr %q", round, code, &exporting.stderr)
		}
		checkThousand(t, namesIn(t, file))
	}
}

// A process that is killed keeps no other one out.
func TestKilledProcessReleasesItsFiles(t *testing.T) {
	s := newService(t)
	file := filepath.Join(t.TempDir(), "loops.jsonl")
	for range 5 {
		waiting, release := s.holdCalls(t)
		p := s.startProcess(t, s.exportArgs("-out", file)...)
		select {
		case <-waiting:
		case <-p.ended:
			t.Fatalf("exit code %d, stderr %q", p.code(), &p.stderr)
		}
		_ = p.cmd.Process.Kill()
		<-p.ended
		release()
	}
	s.onCall.Store(nil)
	p := s.startProcess(t, s.exportArgs("-out", file)...)
	if code := p.code(); code != cli.OK {
		t.Fatalf("exit code %d, stderr %q", code, &p.stderr)
	}
	checkThousand(t, namesIn(t, file))
}
