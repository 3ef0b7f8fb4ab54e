package compat

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// readmeNames are what the README's blocks take as given: the reader's own.
const readmeNames = `package readme

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
	checkpoint  string
	day         time.Time
	export      func([]types.HumanLoopSummary, string) error
	startReview func(*a2iruntime.Client, string, string)
	seen        func(string) bool
	stopped     func(*a2iruntime.DescribeHumanLoopOutput, error) error
	reviewed    func(*a2iruntime.DescribeHumanLoopOutput) error
)

// Not every import is used by every README.
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
)
`

// Each Go block of the README compiles as it stands there.
func TestReadmeCompiles(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(strings.ReplaceAll(string(readme), "\r\n", "\n"), -1)
	if len(blocks) < 10 {
		t.Fatalf("the README has %d Go blocks, want 10 or more", len(blocks))
	}
	source := readmeNames
	for i, block := range blocks {
		if strings.HasPrefix(block[1], "func ") {
			source += "\n" + block[1]
			continue
		}
		source += fmt.Sprintf("\nfunc block%d(ctx context.Context) error {\n%s\nreturn nil\n}\n", i, block[1])
	}
	dir := t.TempDir()
	file, overlay := filepath.Join(dir, "readme.go"), filepath.Join(dir, "overlay.json")
	// The file is, for the go command, one of the main module: it has all imports.
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(root, "examples", "internal", "readme", "readme.go"): file}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{file: []byte(source), overlay: replace} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-overlay", overlay, "./examples/internal/readme")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the README's Go blocks: %v\n%s", err, out)
	}
}
