package compat

import (
	"archive/zip"
	"bytes"
	"context"
	"debug/buildinfo"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/module"
	modzip "golang.org/x/mod/zip"
)

const (
	modulePath = "github.com/a2iflows/a2iflows-go"
	release    = "v0.1.0"

	// The module contains only source code, so a larger file or archive is a mistake.
	maxFileSize = 512 << 10
	maxZipSize  = 8 << 20
)

// linked contains the modules that a user's program links.
var linked = []string{modulePath, "github.com/aws/aws-sdk-go-v2", "github.com/aws/smithy-go"}

// A module outside the repository downloads this module from a module proxy, as users
// will, and builds and runs programs with it. The test needs no network: the proxy is a
// folder, and the other modules come from this machine's module cache.
func TestModuleOutside(t *testing.T) {
	t.Parallel() // most of the time, it waits for the go command
	proxy := t.TempDir()
	archive := publish(t, proxy)
	packages := publicPackages(t, archive)
	out := newOutside(t, proxy)

	var blank bytes.Buffer
	fmt.Fprintln(&blank, "package main\n\nimport (")
	for _, p := range packages {
		fmt.Fprintf(&blank, "\t_ %q\n", p)
	}
	fmt.Fprintln(&blank, ")\n\nfunc main() {}")
	out.write(t, "imports/main.go", blank.Bytes())
	call, err := os.ReadFile("testdata/outside/call/main.go")
	must(t, err)
	out.write(t, "call/main.go", call)
	// Running an example needs no module.
	if help := out.run(t, "run", modulePath+"/examples/localservice@"+release, "-h"); !strings.Contains(help, "-addr ADDRESS:PORT") {
		t.Errorf("localservice -h printed %q", help)
	}
	out.run(t, "get", modulePath+"@"+release)

	for _, tc := range []struct{ program, prints string }{
		{"imports", ""},
		{"call", "arn:aws:sagemaker:us-east-1:123456789012:human-loop/invoice-0117\n"},
	} {
		t.Run(tc.program, func(t *testing.T) {
			binary := filepath.Join(out.dir, tc.program+"-program")
			if runtime.GOOS == "windows" {
				binary += ".exe"
			}
			out.run(t, "build", "-o", binary, "./"+tc.program)
			got, err := exec.CommandContext(context.Background(), binary).CombinedOutput()
			if err != nil || strings.ReplaceAll(string(got), "\r", "") != tc.prints {
				t.Errorf("the program printed %q, %v, want %q", got, err, tc.prints)
			}
			info, err := buildinfo.ReadFile(binary)
			must(t, err)
			var modules []string
			for _, dep := range info.Deps {
				modules = append(modules, dep.Path)
			}
			slices.Sort(modules)
			if diff := cmp.Diff(linked, modules); diff != "" {
				t.Errorf("modules of the program (-want +got):\n%s", diff)
			}
			for p := range strings.FieldsSeq(out.run(t, "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", "./"+tc.program)) {
				if !slices.ContainsFunc(append([]string{"example.com/outside"}, linked...), func(m string) bool { return strings.HasPrefix(p, m+"/") || p == m }) {
					t.Errorf("the program links %s of another module", p)
				}
				if tc.program == "imports" && (testServer(p) || strings.HasSuffix(p, "/localservice")) {
					t.Errorf("the program links %s, which only tests need", p)
				}
			}
		})
	}
}

// publish writes a release of this module's checkout to the folder of a proxy. It returns
// the module's archive.
func publish(t *testing.T, proxy string) *zip.Reader {
	t.Helper()
	var archive bytes.Buffer
	// Like the go command, this omits .git and nested modules.
	must(t, modzip.CreateFromDir(&archive, module.Version{Path: modulePath, Version: release}, "../.."))
	mod, err := os.ReadFile("../../go.mod")
	must(t, err)
	dir := filepath.Join(proxy, filepath.FromSlash(modulePath), "@v")
	must(t, os.MkdirAll(dir, 0o777))
	for name, content := range map[string][]byte{
		"list":            []byte(release + "\n"),
		release + ".info": []byte(`{"Version":"` + release + `","Time":"2026-01-01T00:00:00Z"}`),
		release + ".mod":  mod,
		release + ".zip":  archive.Bytes(),
	} {
		must(t, os.WriteFile(filepath.Join(dir, name), content, 0o666))
	}
	if archive.Len() > maxZipSize {
		t.Errorf("the module's archive has %d bytes, want at most %d", archive.Len(), maxZipSize)
	}
	r, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	must(t, err)
	var mods []string
	for _, f := range r.File {
		if f.UncompressedSize64 > maxFileSize {
			t.Errorf("%s has %d bytes, want at most %d", f.Name, f.UncompressedSize64, maxFileSize)
		}
		if path.Base(f.Name) == "go.mod" || strings.Contains(f.Name, "/node_modules/") || strings.Contains(f.Name, "/.git/") {
			mods = append(mods, f.Name)
		}
	}
	root := modulePath + "@" + release + "/"
	if diff := cmp.Diff([]string{root + "go.mod"}, mods); diff != "" {
		t.Errorf("nested modules and files that are not source code (-want +got):\n%s", diff)
	}
	if !slices.ContainsFunc(r.File, func(f *zip.File) bool { return f.Name == root+"LICENSE" }) {
		t.Error("the module's archive does not contain LICENSE")
	}
	return r
}

// publicPackages returns the packages that a user's program can import, except the local
// services, which are for tests, and the packages of the examples.
func publicPackages(t *testing.T, archive *zip.Reader) []string {
	t.Helper()
	var all []string
	for _, f := range archive.File {
		p := path.Dir(strings.Replace(f.Name, "@"+release, "", 1))
		if !strings.HasSuffix(f.Name, ".go") || strings.HasSuffix(f.Name, "_test.go") || slices.Contains(all, p) ||
			testServer(p) || strings.Contains(p+"/", "/examples/") || strings.Contains(p+"/", "/internal/") || strings.Contains(p+"/", "/testdata/") {
			continue
		}
		r, err := f.Open()
		must(t, err)
		source, err := io.ReadAll(r)
		must(t, err)
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name, source, parser.PackageClauseOnly)
		must(t, err)
		if parsed.Name.Name != "main" {
			all = append(all, p)
		}
	}
	slices.Sort(all)
	for _, want := range []string{"a2iruntime", "a2iruntime/answers", "a2iruntime/types", "bedrockflows", "bedrockflows/types", "paginators", "waiters"} {
		if !slices.Contains(all, modulePath+"/"+want) {
			t.Fatalf("the module's archive does not contain the package %s, only %q", want, all)
		}
	}
	return all
}

func testServer(p string) bool {
	return strings.HasSuffix(p, "/a2itest") || strings.HasSuffix(p, "/flowstest")
}

// outside is a module outside the repository, with its own module cache.
type outside struct {
	dir string
	env []string
}

func newOutside(t *testing.T, proxy string) *outside {
	t.Helper()
	cache, err := exec.CommandContext(context.Background(), "go", "env", "GOMODCACHE").Output()
	must(t, err)
	o := &outside{t.TempDir(), append(os.Environ(),
		"GOPROXY="+fileURL(proxy)+","+fileURL(filepath.Join(strings.TrimSpace(string(cache)), "cache", "download")),
		"GOMODCACHE="+t.TempDir(),
		"GOFLAGS=-modcacherw -mod=mod", // -modcacherw lets the test remove the cache
		"GOSUMDB=off", "GOPRIVATE=", "GONOPROXY=none", "GOENV=off", "GOWORK=off", "GOTOOLCHAIN=local", "GO111MODULE=on",
	)}
	o.write(t, "go.mod", []byte("module example.com/outside\n\ngo 1.24.0\n"))
	return o
}

func (o *outside) write(t *testing.T, name string, content []byte) {
	t.Helper()
	file := filepath.Join(o.dir, filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(file), 0o777))
	must(t, os.WriteFile(file, content, 0o666))
}

// run runs the go command in the module and returns its standard output.
func (o *outside) run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), "go", args...)
	cmd.Dir, cmd.Env = o.dir, o.env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("go %s: %v\n%s\n"+
			"If a module is missing, run go mod download in the repository first, because this test downloads nothing.", strings.Join(args, " "), err, &stderr)
	}
	return stdout.String()
}

// fileURL returns a folder's file URL, on Windows too.
func fileURL(dir string) string {
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(dir), "/")}).String()
}
