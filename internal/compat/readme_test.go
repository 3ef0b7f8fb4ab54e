package compat

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// declarations declares the names that the blocks use without declaring them.
const declarations = `package blocks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

type Invoice struct{ Total string }

var (
	cfg         aws.Config
	client      *a2iruntime.Client
	s3Client    *s3.Client
	loop        *a2iruntime.DescribeHumanLoopOutput
	names       []string
	checkpoint  paginators.Checkpoint
	token       string
	endpoint    string
	arn         string
	err         error
	day         time.Time
	export      func([]types.HumanLoopSummary, paginators.Checkpoint) error
	read        func(context.Context, *types.HumanLoopOutput) error
	startReview func(*a2iruntime.Client, string, string)
	seen        func(string) bool
	stopped     func(*a2iruntime.DescribeHumanLoopOutput, error) error
	reviewed    func(*a2iruntime.DescribeHumanLoopOutput) error
	review      func(context.Context, *a2iruntime.Client) error

	flowDefinition string
)

// A document may not use every import.
var (
	_ = errors.As
	_ = fmt.Println
	_ io.Reader
	_ = log.Printf
	_ *testing.T
	_ *a2itest.Server
	_ *answers.Document
	_ *bedrockflows.Client
	_ *paginators.Options
	_ *waiters.Options
	_ = config.LoadDefaultConfig
	_ smithy.APIError
	_ awshttp.ResponseError
	_ = awsmiddleware.GetRequestIDMetadata
)
`

// Each Go block of the documents compiles without changes. Blocks of MIGRATING.md that
// compare with the official clients are diffs, not Go blocks, so they are not compiled.
func TestBlocksCompile(t *testing.T) {
	for _, document := range []struct {
		name   string
		blocks int // minimum
	}{
		{"README.md", 4},
		{"a2iruntime/README.md", 6},
		{"a2iruntime/MIGRATING.md", 7},
	} {
		t.Run(document.name, func(t *testing.T) {
			blocks := fenced(t, document.name, "go")
			if len(blocks) < document.blocks {
				t.Fatalf("%s has %d Go blocks, want at least %d", document.name, len(blocks), document.blocks)
			}
			source := declarations
			for i, block := range blocks {
				if strings.HasPrefix(block, "package main\n") {
					continue // TestReadmeProgram runs it
				}
				if strings.HasPrefix(block, "func ") {
					source += "\n" + block
					continue
				}
				source += fmt.Sprintf("\nfunc block%d(ctx context.Context) error {\n%s\nreturn nil\n}\n", i, block)
			}
			compile(t, source)
		})
	}
}

// fenced returns a document's code blocks in a language.
func fenced(t *testing.T, document, language string) (blocks []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", document))
	must(t, err)
	for _, found := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(strings.ReplaceAll(string(text), "\r\n", "\n"), -1) {
		blocks = append(blocks, found[1])
	}
	return blocks
}

// compile compiles a source file as a package of the root module, which requires all
// imported modules. If the package is main, program is the path of the executable.
func compile(t *testing.T, source string) (program string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	must(t, err)
	dir := t.TempDir()
	file, overlay := filepath.Join(dir, "source.go"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(root, "examples", "internal", "blocks", "source.go"): file}})
	must(t, err)
	must(t, os.WriteFile(file, []byte(source), 0o600))
	must(t, os.WriteFile(overlay, replace, 0o600))
	program = filepath.Join(dir, "program")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	cmd := exec.CommandContext(context.Background(), "go", "build", "-o", program, "-overlay", overlay, "./examples/internal/blocks")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

// The README's program starts a loop on localservice, waits until a reviewer has answered,
// and prints the answer.
func TestReadmeProgram(t *testing.T) {
	t.Parallel() // it waits ten seconds before its second poll
	var source string
	for _, block := range fenced(t, "README.md", "go") {
		if strings.HasPrefix(block, "package main\n") {
			source = block
		}
	}
	binary := compile(t, source)
	p := startProgram(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary)
	var stdout, stderr strings.Builder
	cmd.Env, cmd.Stdout, cmd.Stderr = p.env(), &stdout, &stderr
	must(t, cmd.Start())
	for p.complete("invoice-0117", `{"total": "2,211.00"}`) != nil && ctx.Err() == nil { // until the loop exists
		runtime.Gosched()
	}
	if err := cmd.Wait(); err != nil || stdout.String() != `{"total":"2,211.00"}`+"\n" {
		t.Errorf("the program ended with %v, stdout %q, stderr %q", err, &stdout, &stderr)
	}
}
