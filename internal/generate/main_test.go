package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
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

// Each generated file is up to date.
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

// Each phrase that mirror replaces is in a mirrored file. If a sentence there is
// reworded, its copy would otherwise describe A2I instead of Bedrock flows.
func TestMirrorUsesEachReplacement(t *testing.T) {
	var sources strings.Builder
	for _, f := range files {
		if !strings.HasSuffix(f.from, ".go") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(f.from)))
		if err != nil {
			t.Fatal(err)
		}
		sources.Write(text)
	}
	for i := 0; i < len(a2iToFlows); i += 2 {
		if !strings.Contains(sources.String(), a2iToFlows[i]) {
			t.Errorf("no mirrored file contains %q: change it in mirror.go, or remove it", a2iToFlows[i])
		}
	}
}
