package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/types"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"github.com/aws/aws-sdk-go-v2/aws"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		main() // this process is the program
	}
	testenv.Isolate()
	goleak.VerifyTestMain(m)
}

// childEnv is the environment variable that makes the test binary run the program.
const childEnv = "LOCALSERVICE_TEST_CHILD"

// whenPrinted is a buffer that calls then when it first contains text.
type whenPrinted struct {
	bytes.Buffer
	text string
	then func()
}

func (w *whenPrinted) Write(p []byte) (int, error) {
	n, err := w.Buffer.Write(p)
	if w.then != nil && strings.Contains(w.String(), w.text) {
		w.then()
		w.then = nil
	}
	return n, err
}

func TestExitCodes(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := t.TempDir()
	open := filepath.Join(dir, "open.db")
	held, err := openData(open, "us-east-1", "123456789012")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := held.close(); err != nil {
			t.Error(err)
		}
	}()
	eu := filepath.Join(dir, "eu.db")
	if other, err := openData(eu, "eu-west-1", "123456789012"); err != nil || other.close() != nil {
		t.Fatal(err)
	}
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, bytes.Repeat([]byte("no database\n"), 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"help", []string{"-h"}, cli.OK, "-addr ADDRESS:PORT"},
		{"unknown flag", []string{"-x"}, cli.Usage, "flag provided but not defined: -x"},
		{"argument", []string{"x"}, cli.Usage, `unexpected argument "x"`},
		{"negative executions", []string{"-executions", "-1"}, cli.Usage, "-executions is -1: it must be 0 to 1000000"},
		{"negative age", []string{"-expire-after", "-1s"}, cli.Usage, "-expire-after is -1s: it must not be negative"},
		{"bad Region", []string{"-region", "x@evil"}, cli.Usage, `-region is "x@evil": it must be a Region such as us-east-1`},
		{"bad account", []string{"-account", "1"}, cli.Usage, `-account is "1": it must be 12 digits`},
		{"unknown shell", []string{"-shell", "csh"}, cli.Usage, `-shell is "csh": it must be one of bash, cmd, fish, powershell, sh, zsh`},
		{"bad host", []string{"-hosts", "a2i.test,http://x"}, cli.Usage, `-hosts contains "http://x": it must be a host name without a port, such as a2i.test`},
		{"address in use", []string{"-addr", taken.Addr().String()}, cli.Error, "listen tcp " + taken.Addr().String()},
		{"address without a port", []string{"-addr", "nowhere"}, cli.Usage, `-addr is "nowhere": it must be an address and a port, such as 127.0.0.1:4610`},
		{"another Region's file", []string{"-data", eu}, cli.Error, "it was created with -region eu-west-1, not us-east-1: use that region, or choose another file"},
		{"another account's file", []string{"-data", eu, "-region", "eu-west-1", "-account", "111122223333"}, cli.Error, "it was created with -account 123456789012, not 111122223333: use that account, or choose another file"},
		{"file in use", []string{"-data", open}, cli.Error, "another process has the file open: end that process, or choose another file"},
		{"not a data file", []string{"-data", text}, cli.Error, "text.db is damaged, or not a data file of localservice: invalid database; restore a copy of the file, or move it away to start over"},
		{"missing folder", []string{"-data", filepath.Join(dir, "none", "loops.db")}, cli.Error, ": create its folder"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := cli.Run(context.Background(), "localservice", run, tc.args, &stdout, &stderr)
			if printed := stdout.String() + stderr.String(); code != tc.code || !strings.Contains(printed, tc.want) {
				t.Errorf("exit code %d, output %q; want %d and %q", code, printed, tc.code, tc.want)
			}
		})
	}
}

// If other machines can reach the program, it prints a warning.
func TestWarnsOfPublicAddress(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stdout, stderr := &whenPrinted{text: lastExport, then: cancel}, new(bytes.Buffer)
	if code := cli.Run(ctx, "localservice", run, []string{"-addr", "0.0.0.0:0"}, stdout, stderr); code != cli.OK {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	if want := "can answer loops, because the page has no password and the access key is public"; !strings.Contains(stderr.String(), want) {
		t.Errorf("stderr %q lacks %q", stderr, want)
	}
}

// The executions started and ended before now, in the order of their names.
func TestExecutions(t *testing.T) {
	before := time.Now()
	service, err := newService(settings{region: "us-east-1", account: "123456789012", executions: 25})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(service.handler(settings{}, io.Discard))
	defer server.Close()
	client := bedrockflows.New(bedrockflows.Options{Region: "us-east-1", BaseEndpoint: &server.URL, HTTPClient: server.Client(),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return accessKey, nil
		})})
	last, count := before, map[types.FlowExecutionStatus]int{}
	for x, err := range bedrockflows.NewListFlowExecutionsPaginator(client, &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String(demoFlow)}).Items(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if !x.CreatedAt.Before(last) || x.EndedAt != nil && !x.EndedAt.Before(before) {
			t.Errorf("%s started at %v and ended at %v, want before %v", *x.ExecutionArn, x.CreatedAt, x.EndedAt, last)
		}
		last = *x.CreatedAt
		count[x.Status]++
	}
	if count["Running"] != 3 || count["Failed"] != 2 || count["Succeeded"] != 20 {
		t.Errorf("executions by status: %v", count)
	}
}

// With -v, the program logs each request without the query, which may contain secrets.
func TestVerbose(t *testing.T) {
	service, err := newService(settings{region: "us-east-1", account: "123456789012"})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	server := httptest.NewServer(service.handler(settings{verbose: true}, &log))
	for _, path := range []string{"/", "/human-loops/a%20b?X-Amz-Signature=secret"} {
		response, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	http.DefaultClient.CloseIdleConnections()
	server.Close()
	got := regexp.MustCompile(`\d\d:\d\d:\d\d|[0-9.]+[mµn]?s\n`).ReplaceAllString(log.String(), "")
	if want := " GET / 200  GET /human-loops/a%20b 400 IncompleteSignature "; got != want {
		t.Errorf("logged %q, want %q", got, want)
	}
}

// If the program cannot print the environment variables, it exits with an error.
func TestNoOutput(t *testing.T) {
	var stderr bytes.Buffer
	if code := cli.Run(context.Background(), "localservice", run, []string{"-addr", "127.0.0.1:0"}, full{}, &stderr); code != cli.Error || !strings.Contains(stderr.String(), "print the environment variables: no space") {
		t.Errorf("exit code %d, stderr %q", code, &stderr)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestReachable(t *testing.T) {
	for url, want := range map[string]string{
		"http://[::]:80": "http://127.0.0.1:80", "http://0.0.0.0:80": "http://127.0.0.1:80", "http://10.0.0.0:80": "http://10.0.0.0:80", "http://[::1]:80": "http://[::1]:80",
	} {
		if got := reachable(url); got != want {
			t.Errorf("reachable(%s) = %s, want %s", url, got, want)
		}
	}
}

func TestHostsFlag(t *testing.T) {
	s, err := parse([]string{"-hosts", " A2I.test,, my.host "}, io.Discard)
	if err != nil || !slices.Equal(s.hosts, []string{"a2i.test", "my.host"}) {
		t.Errorf("hosts %q, %v", s.hosts, err)
	}
}
