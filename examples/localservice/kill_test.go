package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// program is localservice in its own process.
type program struct {
	cmd    *exec.Cmd
	stderr bytes.Buffer // read only after the process has ended
	url    string
	client *a2iruntime.Client
	s3     *s3.Client
	http   *http.Client
	read   sync.WaitGroup
}

func startProgram(t *testing.T, args ...string) *program {
	t.Helper()
	p, serves := launch(t, args...)
	if !serves {
		t.Fatalf("the program ended with exit code %d and printed no endpoint", p.wait())
	}
	return p
}

// launch starts the program and waits until it serves or has ended.
func launch(t *testing.T, args ...string) (p *program, serves bool) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p = &program{cmd: exec.Command(self, append([]string{"-addr", "127.0.0.1:0"}, args...)...), http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100, MaxConnsPerHost: 100}}}
	p.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	p.cmd.Env, p.cmd.Stderr = append(os.Environ(), childEnv+"=1"), &p.stderr
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("stderr of the program: %s", &p.stderr)
		}
	})
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	for p.url == "" && lines.Scan() {
		_, p.url, _ = strings.Cut(strings.TrimRight(lines.Text(), "'"), "http://")
	}
	p.read.Add(1)
	go func() {
		defer p.read.Done()
		for lines.Scan() { // so that the program never blocks on its output
		}
	}()
	if p.url == "" {
		return p, false
	}
	p.url = "http://" + p.url
	cfg := aws.Config{Region: "us-east-1", BaseEndpoint: &p.url, HTTPClient: p.http, RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return accessKey, nil
		})}
	p.client = a2iruntime.NewFromConfig(cfg)
	p.s3 = s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	return p, true
}

// kill ends the program with SIGKILL, which is as close to a power failure as a test can get.
func (p *program) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	p.wait()
}

// wait waits until the program has ended, and returns its exit code.
func (p *program) wait() int {
	p.read.Wait()
	_ = p.cmd.Wait()
	p.http.CloseIdleConnections()
	return p.cmd.ProcessState.ExitCode()
}

// start starts a loop.
func (p *program) start(name string) error {
	_, err := p.client.StartHumanLoop(context.Background(), &a2iruntime.StartHumanLoopInput{
		HumanLoopName: &name, FlowDefinitionArn: aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"),
		HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String(`{"of":"` + name + `"}`)},
	})
	return err
}

// answer posts the page's form and reports whether the program accepted it.
func (p *program) answer(name, content string) bool {
	response, err := p.http.PostForm(p.url+"/loops/"+name+"/answer", url.Values{"json": {content}, "worker": {"w"}})
	if err != nil {
		return false
	}
	defer response.Body.Close()
	return response.StatusCode == http.StatusSeeOther
}

// The program is killed while it handles a thousand starts at once, each followed by an
// answer. After a restart, it has everything that it acknowledged, no matter when it was
// killed.
func TestKilled(t *testing.T) {
	const starts = 1000
	for round, killAt := range []int64{1, 150, 700, 1500, 2*starts - 1} {
		t.Run(fmt.Sprint("at acknowledgement ", killAt), func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "loops.db")
			p := startProgram(t, "-data", file)
			var acknowledged atomic.Int64
			var kill sync.Once
			count := func() {
				if acknowledged.Add(1) >= killAt {
					kill.Do(func() { _ = p.cmd.Process.Kill() })
				}
			}
			var started, answered sync.Map
			var all sync.WaitGroup
			for i := range starts {
				all.Add(1)
				go func() {
					defer all.Done()
					name := fmt.Sprintf("loop-%d-%d", round, i)
					if p.start(name) != nil {
						return
					}
					started.Store(name, true)
					count()
					if p.answer(name, `{"by":"`+name+`"}`) {
						answered.Store(name, true)
						count()
					}
				}()
			}
			all.Wait()
			p.kill()

			p = startProgram(t, "-data", file)
			defer p.kill()
			lost, open, done := 0, 0, 0
			started.Range(func(key, _ any) bool {
				name := key.(string)
				out, err := p.client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name})
				_, wasAnswered := answered.Load(name)
				switch {
				case err != nil:
					lost++
					t.Errorf("the acknowledged start of %s is lost: %v", name, err)
				case out.HumanLoopStatus == types.HumanLoopStatusCompleted:
					done++
					if document := p.fetch(t, *out.HumanLoopOutput.OutputS3Uri); compact(t, document.HumanAnswers[0].AnswerContent) != `{"by":"`+name+`"}` {
						t.Errorf("the answer of %s is %s", name, document.HumanAnswers[0].AnswerContent)
					}
				case wasAnswered:
					lost++
					t.Errorf("the acknowledged answer of %s is lost: the loop is %s", name, out.HumanLoopStatus)
				default:
					open++
				}
				return true
			})
			t.Logf("%d changes were acknowledged before the kill; after it, %d loops are InProgress, %d are Completed, %d are lost", acknowledged.Load(), open, done, lost)
			if acknowledged.Load() < killAt || open+done == 0 {
				t.Errorf("%d changes were acknowledged, want at least %d", acknowledged.Load(), killAt)
			}
		})
	}
}

func (p *program) fetch(t *testing.T, uri string) *answers.Document {
	t.Helper()
	document, err := answers.Fetch(context.Background(), answers.ObjectGetterFunc(p.getObject), uri)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func (p *program) getObject(ctx context.Context, bucket, key string) (io.ReadCloser, error) {
	out, err := p.s3.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return nil, err
	}
	return out.Body, nil
}
