package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"github.com/google/go-cmp/cmp"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	m.Run()
}

// root is the module's folder.
var root = filepath.Join("..", "..")

// Each generated file has the text that generate writes.
func TestFilesAreCurrent(t *testing.T) {
	for _, f := range files {
		t.Run(f.path, func(t *testing.T) {
			want, err := f.source(root)
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(f.path)))
			if err != nil {
				t.Fatal(err)
			}
			got = bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")) // a checkout may have converted line ends
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("run go generate ./... (-generated +file):\n%s", diff)
			}
		})
	}
}
