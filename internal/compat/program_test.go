package compat

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/interop"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// programs contains the example programs that the tests run, built once.
var programs struct {
	once sync.Once
	dir  string
	err  error
}

// built builds the example programs if necessary, and returns the path of one.
func built(t *testing.T, name string) string {
	t.Helper()
	programs.once.Do(func() {
		//nolint:usetesting // all tests share the programs, and TestMain removes them
		if programs.dir, programs.err = os.MkdirTemp("", "a2iflows-"); programs.err != nil {
			return
		}
		cmd := exec.CommandContext(context.Background(), "go", "build", "-o", programs.dir+string(filepath.Separator),
			"./examples/localservice", "./examples/quickstart")
		cmd.Dir = "../.." // so that it uses the root module's go.mod, as users do
		if output, err := cmd.CombinedOutput(); err != nil {
			programs.err = fmt.Errorf("%w\n%s", err, output)
		}
	})
	if programs.err != nil {
		t.Fatalf("go build of the examples: %v", programs.err)
	}
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(programs.dir, name)
}

func removePrograms() {
	if programs.dir != "" {
		_ = os.RemoveAll(programs.dir) // on an error, some temporary files remain
	}
}

// program is examples/localservice as a process.
type program struct {
	url         string
	environment []string
	exports     map[string]string // the variables that the program printed
	client      *http.Client      // for requests that do not come from a browser
}

// startProgram starts examples/localservice on a free port. At the end of the test, it
// ends the program and checks that the exit code is 0 and that stderr contains only the
// introduction.
//
//nolint:contextcheck,nolintlint // the cleanup outlives the test's context
func startProgram(t *testing.T, args ...string) *program {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), built(t, "localservice"), append([]string{"-addr", "127.0.0.1:0"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { // added first, so it runs last, after the clients have closed their connections
		end := func() error { return cmd.Process.Signal(os.Interrupt) }
		if runtime.GOOS == "windows" { // a process cannot interrupt another one
			end = cmd.Process.Kill
		}
		if err := end(); err != nil {
			t.Errorf("end localservice: %v", err)
		}
		rest, _ := io.ReadAll(stdout) // until the program ends
		err := cmd.Wait()
		if runtime.GOOS == "windows" {
			err = nil // Kill causes it
		}
		_, more, ok := strings.Cut(stderr.String(), "Ctrl-C ends localservice.\n")
		if err != nil || len(rest) > 0 || !ok || more != "" {
			t.Errorf("localservice ended with %v and printed\n%s%s", err, rest, &stderr)
		}
	})
	p := &program{exports: map[string]string{}, client: &http.Client{
		Transport:     http.DefaultTransport.(*http.Transport).Clone(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	t.Cleanup(p.client.CloseIdleConnections)
	p.read(t, stdout)
	p.environment = interop.Environment(t, "", "", "") // the exports below override these variables
	for name, value := range p.exports {
		p.environment = append(p.environment, name+"="+value)
	}
	return p
}

// exported matches a variable that localservice sets on this system, and lastExport the
// last line that it prints.
var (
	exported = regexp.MustCompile(map[bool]string{
		false: `^export (AWS_\w+)='(\S+)'$`,
		true:  `^\$env:(AWS_\w+) = '(\S+)'$`,
	}[runtime.GOOS == "windows"])
	lastExport = regexp.MustCompile(`^(unset AWS_PROFILE|\$env:AWS_PROFILE = \$null)$`)
)

// read reads the variables that the program prints when it starts to serve.
func (p *program) read(t *testing.T, stdout io.Reader) {
	t.Helper()
	var printed []string
	for lines := bufio.NewScanner(byteReader{stdout}); lines.Scan(); {
		printed = append(printed, lines.Text())
		if found := exported.FindStringSubmatch(lines.Text()); found != nil {
			p.exports[found[1]] = found[2]
		} else if lastExport.MatchString(lines.Text()) {
			break
		}
	}
	p.url = p.exports["AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME"] // also the page's URL
	for _, name := range []string{
		"AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME", "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME", "AWS_ENDPOINT_URL_S3",
		"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
	} {
		if p.exports[name] == "" {
			t.Fatalf("localservice did not print %s:\n%s", name, strings.Join(printed, "\n"))
		}
	}
}

// byteReader reads one byte at a time, so that a bufio.Scanner does not read beyond the
// last line that it returns.
type byteReader struct{ from io.Reader }

func (r byteReader) Read(p []byte) (int, error) { return r.from.Read(p[:min(len(p), 1)]) }

// config returns the configuration in the exports.
func (p *program) config() aws.Config {
	return aws.Config{
		Region: p.exports["AWS_REGION"],
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: p.exports["AWS_ACCESS_KEY_ID"], SecretAccessKey: p.exports["AWS_SECRET_ACCESS_KEY"]}, nil
		}),
		HTTPClient: p.client,
	}
}

func (p *program) loops() *a2iruntime.Client {
	return a2iruntime.NewFromConfig(p.config(), func(o *a2iruntime.Options) {
		o.BaseEndpoint = aws.String(p.exports["AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME"])
	})
}

// GetObject makes the program's S3 an answers.ObjectGetter.
func (p *program) GetObject(ctx context.Context, bucket, key string) (io.ReadCloser, error) {
	client := s3.NewFromConfig(p.config(), func(o *s3.Options) {
		o.BaseEndpoint, o.UsePathStyle = aws.String(p.exports["AWS_ENDPOINT_URL_S3"]), true
	})
	object, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return nil, err
	}
	return object.Body, nil
}

func (p *program) start(ctx context.Context, name, input string) error {
	_, err := p.loops().StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     &name,
		FlowDefinitionArn: aws.String(p.flowDefinitionArn()),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: &input},
	})
	return err
}

// newProgram starts the program with many loops and executions, in a data file.
func newProgram(t *testing.T) server {
	t.Helper()
	p := startProgram(t, "-executions", fmt.Sprint(executionCount), "-data", filepath.Join(t.TempDir(), "loops.db"))
	const concurrency = 16
	errs := make([]error, concurrency)
	var all sync.WaitGroup
	for part := range concurrency {
		all.Go(func() {
			for i := part; i < loopCount && errs[part] == nil; i += concurrency {
				errs[part] = p.start(context.Background(), fmt.Sprintf("earlier-%04d", i), "{}")
			}
		})
	}
	all.Wait()
	must(t, errors.Join(errs...))
	return p
}

func (p *program) env() []string { return slices.Clone(p.environment) }
func (p *program) s3() bool      { return true }
func (p *program) flow() string  { return "FLOW123456" }
func (p *program) flowDefinitionArn() string {
	return "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"
}

// complete posts the page's form as a program does, without the headers with which
// browsers name the site of the form.
func (p *program) complete(name, content string) error {
	response, err := p.client.PostForm(p.url+"/loops/"+name+"/answer", url.Values{"json": {content}, "worker": {"program"}})
	if err != nil {
		return err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close() // the body has been read
	if want := "/loops/" + name; response.StatusCode != http.StatusSeeOther || response.Header.Get("Location") != want {
		return errors.Join(err, fmt.Errorf("got %s to %q, want 303 to %s:\n%s", response.Status, response.Header.Get("Location"), want, body))
	}
	return nil
}
