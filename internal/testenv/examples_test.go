package testenv_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The example programs import no internal package of this module, so users can copy them
// to another module. Their tests may import internal packages.
func TestExamplesImportPublicPackages(t *testing.T) {
	root, files := filepath.Join("..", "..", "examples"), 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			if imported, err := strconv.Unquote(spec.Path.Value); err != nil || isInternal(imported) {
				t.Errorf("%s imports %s: use a public package instead", path, spec.Path.Value)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Errorf("found no program in %s", root)
	}
}

// isInternal reports whether a program in another module cannot import a package.
func isInternal(path string) bool {
	return strings.HasPrefix(path, "github.com/a2iflows/a2iflows-go/") && strings.Contains(path, "/internal/")
}

func TestIsInternal(t *testing.T) {
	for path, want := range map[string]bool{
		"github.com/a2iflows/a2iflows-go/internal/fake":             true,
		"github.com/a2iflows/a2iflows-go/examples/internal/clitest": true,
		"github.com/a2iflows/a2iflows-go/examples/cli":              false,
		"github.com/a2iflows/a2iflows-go/waiters":                   false,
		"net/http": false,
	} {
		if got := isInternal(path); got != want {
			t.Errorf("%s: got %t, want %t", path, got, want)
		}
	}
}
