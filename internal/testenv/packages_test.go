package testenv_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// Every package that has tests, in this module and in the modules in its folders, has a
// TestMain that calls Isolate.
func TestEveryPackageIsIsolated(t *testing.T) {
	isolated := map[string]bool{} // by folder
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder := filepath.Dir(path)
		isolated[folder] = isolated[folder] || isolates(file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"paginators", "examples/waitmany"} {
		if _, ok := isolated[filepath.Join(root, filepath.FromSlash(folder))]; !ok {
			t.Errorf("found no test in %s", folder)
		}
	}
	// This module imports nothing of the project, and its tests do not read the environment.
	delete(isolated, filepath.Join(root, "examples", "temporal", "server"))
	for folder, ok := range isolated {
		if !ok {
			t.Errorf("the tests of %s read the developer's environment: call testenv.Isolate in TestMain", folder)
		}
	}
}

// isolates reports whether the file's TestMain calls testenv.Isolate.
func isolates(file *ast.File) (found bool) {
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "TestMain" {
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.SelectorExpr); ok && call.Sel.Name == "Isolate" {
					name, ok := call.X.(*ast.Ident)
					found = found || ok && name.Name == "testenv"
				}
				return true
			})
		}
	}
	return found
}

func TestIsolates(t *testing.T) {
	for source, want := range map[string]bool{
		"func TestMain(m *testing.M) { testenv.Isolate(); m.Run() }":               true,
		"func TestMain(m *testing.M) { if child() { main() }; testenv.Isolate() }": true,
		"func TestMain(m *testing.M) { m.Run() }":                                  false,
		"func TestMain(m *testing.M) { other.Isolate(); m.Run() }":                 false,
		"func TestOther(t *testing.T) { testenv.Isolate() }":                       false,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := isolates(file); got != want {
			t.Errorf("%s: got %t, want %t", source, got, want)
		}
	}
}
