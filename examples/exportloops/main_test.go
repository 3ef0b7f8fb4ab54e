package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"go.uber.org/goleak"
)

// asProgram makes the test binary run the program, so that it can be killed.
const asProgram = "EXPORTLOOPS_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	testenv.Isolate()
	goleak.VerifyTestMain(m)
}

// service is a local A2I service with an endpoint that calls onCall before each request.
type service struct {
	*a2itest.Server
	endpoint string
	onCall   atomic.Pointer[func()]
}

func newService(t *testing.T) *service {
	t.Helper()
	srv, _, err := localLoops()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	s := &service{Server: srv}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f := s.onCall.Load(); f != nil {
			(*f)()
		}
		srv.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	s.endpoint = front.URL
	return s
}

func (s *service) environment(t *testing.T) []string {
	return append(interop.Environment(t, "us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
		"AWS_ENDPOINT_URL="+s.endpoint, "AWS_REGION=us-east-1", asProgram+"=1",
		"GORACE=atexit_sleep_ms=0") // with -race, a process sleeps for a second before it exits
}

// namesIn reads the names in a file of JSON lines or CSV.
func namesIn(t *testing.T, file string) (names []string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(file, ".csv") {
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			names = append(names, row[0])
		}
		return names
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		var row struct{ HumanLoopName string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		names = append(names, row.HumanLoopName)
	}
	return names
}

func checkThousand(t *testing.T, names []string) {
	t.Helper()
	seen := map[string]int{}
	for _, name := range names {
		seen[name]++
	}
	for i := 0; i < 1000; i++ {
		if name := fmt.Sprintf("invoice-%04d", i); seen[name] != 1 {
			t.Errorf("%s is in the output %d times", name, seen[name])
		}
	}
	if len(names) != 1000 {
		t.Errorf("%d rows, want 1000", len(names))
	}
}

// The program is killed repeatedly, each time during a call. Each run resumes, and in
// the end the file contains each loop exactly once.
func TestKilled(t *testing.T) {
	for _, tc := range []struct {
		name, file string
		calls      int64 // each run is killed within this many calls
		args       []string
	}{
		{"JSON lines", "loops.jsonl", 7, []string{"-page-size", "37"}},
		{"CSV", "loops.csv", 5, []string{"-page-size", "50"}},
		{"windows", "loops.jsonl", 17, []string{"-page-size", "20", "-windows", "5", "-after", "2026-03-01T08:00:00Z", "-before", "2026-03-02T01:00:00Z"}},
		{"few at a time", "loops.jsonl", 29, []string{"-page-size", "10", "-max-items", "130"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := newService(t)
			file := filepath.Join(t.TempDir(), tc.file)
			args := append([]string{"-aws", "-flow-definition", s.FlowDefinitionArn("invoice-review"), "-out", file}, tc.args...)
			kills := 0
			for run := 1; ; run++ {
				cmd := exec.Command(os.Args[0], args...)
				cmd.Env = s.environment(t)
				var stderr bytes.Buffer
				cmd.Stderr = &stderr
				var calls atomic.Int64
				started, killAt := make(chan struct{}), 1+int64(run)*3%tc.calls
				kill := func() {
					<-started
					if calls.Add(1) == killAt {
						_ = cmd.Process.Kill()
					}
				}
				s.onCall.Store(&kill)
				err := cmd.Start()
				if err != nil {
					t.Fatal(err)
				}
				close(started)
				err = cmd.Wait()
				var exit *exec.ExitError
				if errors.As(err, &exit) && (exit.ExitCode() == -1 || runtime.GOOS == "windows" && calls.Load() >= killAt) {
					kills++
				} else if err != nil {
					t.Fatalf("run %d: %v\n%s", run, err, &stderr)
				} else if saved, err := readCheckpointFile(file + ".checkpoint"); err != nil {
					t.Fatal(err)
				} else if saved.done() {
					break
				}
				if run > 200 {
					t.Fatal("the export is not complete after 200 runs")
				}
			}
			if kills < 3 {
				t.Errorf("the program was killed %d times, want at least 3", kills)
			}
			checkThousand(t, namesIn(t, file))
		})
	}
}

func readCheckpointFile(name string) (*checkpoint, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	c := new(checkpoint)
	return c, json.Unmarshal(data, c)
}

func runHere(args ...string) (code int, stdout, stderr string) {
	var out, errOut bytes.Buffer
	code = cli.Run(context.Background(), "exportloops", run, args, &out, &errOut)
	return code, out.String(), errOut.String()
}

func TestToStandardOutput(t *testing.T) {
	for _, windows := range []string{"1", "6"} {
		code, stdout, stderr := runHere("-windows", windows)
		if code != cli.OK || stderr != "" {
			t.Fatalf("exit code %d, stderr %q", code, stderr)
		}
		file := filepath.Join(t.TempDir(), "out.jsonl")
		if err := os.WriteFile(file, []byte(stdout), 0o600); err != nil {
			t.Fatal(err)
		}
		checkThousand(t, namesIn(t, file))
	}
	if _, stdout, _ := runHere("-max-items", "2", "-format", "csv"); stdout != `HumanLoopName,HumanLoopStatus,CreationTime,FailureReason,FlowDefinitionArn
invoice-0000,InProgress,2026-03-01T08:00:00Z,,arn:aws:sagemaker:us-east-1:123456789012:flow-definition/invoice-review
invoice-0001,InProgress,2026-03-01T08:01:00Z,,arn:aws:sagemaker:us-east-1:123456789012:flow-definition/invoice-review
` {
		t.Errorf("CSV:\n%s", stdout)
	}
}

func setenv(t *testing.T, environment []string) {
	t.Helper()
	for _, v := range environment {
		if name, value, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, value)
		}
	}
}

func TestExecutions(t *testing.T) {
	flows := flowstest.NewServer()
	defer flows.Close()
	for i := 0; i < 25; i++ {
		if _, err := flows.Start(flowstest.Execution{Flow: "FLOW123456", Name: fmt.Sprintf("run-%02d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	s := newService(t)
	s.endpoint = flows.URL()
	setenv(t, s.environment(t))
	code, stdout, stderr := runHere("-aws", "-flow", "FLOW123456")
	if lines := strings.Count(stdout, "\n"); code != cli.OK || lines != 25 || !strings.Contains(stdout, `"status":"Running"`) {
		t.Errorf("exit code %d, %d lines, stderr %q", code, lines, stderr)
	}
}

// If the export is complete, running the program again changes nothing. A checkpoint
// of another export, a file that is too short, and a file without a checkpoint are
// errors.
func TestCheckpoints(t *testing.T) {
	s := newService(t)
	setenv(t, s.environment(t))
	file := filepath.Join(t.TempDir(), "loops.jsonl")
	args := []string{"-aws", "-flow-definition", s.FlowDefinitionArn("invoice-review"), "-out", file}
	if code, _, stderr := runHere(args...); code != cli.OK || !strings.Contains(stderr, "loops.jsonl is complete: 1000 items\n") {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	if code, _, stderr := runHere(args...); code != cli.OK || !strings.Contains(stderr, "is already complete: 1000 items") {
		t.Errorf("again: exit code %d, stderr %q", code, stderr)
	}
	checkThousand(t, namesIn(t, file))
	if err := os.Truncate(file, 100); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := runHere(args...); code != cli.Error || !strings.Contains(stderr, "loops.jsonl has 100 bytes, but ") {
		t.Errorf("a shorter file: exit code %d, stderr %q", code, stderr)
	}
	if code, _, stderr := runHere(append(args, "-format", "csv")...); code != cli.Error || !strings.Contains(stderr, "belongs to another export") {
		t.Errorf("other flags: exit code %d, stderr %q", code, stderr)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := runHere(args...); code != cli.Error || !strings.Contains(stderr, "loops.jsonl is missing, but ") {
		t.Errorf("no file: exit code %d, stderr %q", code, stderr)
	}
	if err := os.WriteFile(file, []byte("{}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file + ".checkpoint"); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := runHere(args...); code != cli.Error || !strings.Contains(stderr, "exists, but has no checkpoint") {
		t.Errorf("no checkpoint: exit code %d, stderr %q", code, stderr)
	}
	for _, bad := range []string{"{}", "null", `{"parts":[]}`, `{"parts":[{"checkpoint":{}}]}`, `{"parts":[{"checkpoint":{"state":"finished"},"window":{}}]}`, `{"offset":-1}`} {
		if err := os.WriteFile(file+".checkpoint", []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, _, stderr := runHere(args...); code != cli.Error || !strings.Contains(stderr, "is not a valid checkpoint: ") || !strings.Contains(stderr, "; to export again, delete it and the output file") {
			t.Errorf("checkpoint %s: exit code %d, stderr %q", bad, code, stderr)
		}
	}
}
