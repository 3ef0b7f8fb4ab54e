package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/a2iflows/a2iflows-go/examples/cli"
)

// damages are ways to damage a data file, with the error that each must cause.
var damages = []struct {
	name string
	do   func(*pages)
	want string
}{
	{"a live page in the freelist", func(p *pages) { order.PutUint64(p.free(), p.first(leafPage)) }, "the freelist: page"},
	{"a free page missing from the freelist", func(p *pages) {
		list := p.page(p.freelist)
		order.PutUint16(list[10:], order.Uint16(list[10:])-1)
	}, "is neither used nor free"},
	{"zeros over the freelist", func(p *pages) { clear(p.page(p.freelist)) }, "has the header of page 0"},
	{"cut to 9,000 bytes", func(p *pages) { p.b = p.b[:9000] }, "9000"},
	{"cut to its first page", func(p *pages) { p.b = p.b[:p.pageSize] }, "file size too small"},
	{"last page cut off", func(p *pages) { p.b = p.b[:int64(p.pages-1)*p.pageSize] }, "1 pages of"},
	{"zeros", func(p *pages) { clear(p.b) }, "invalid database"},
	{"zeros after the metas", func(p *pages) { clear(p.b[2*p.pageSize:]) }, "has the header of page 0"},
	{"zeros over the newer meta", func(p *pages) { clear(p.page(p.tx % 2)) }, "the meta page at byte"},
	{"zeros over the older meta", func(p *pages) { clear(p.page(1 - p.tx%2)) }, "the meta page at byte"},
	{"a meta that was not fully written", func(p *pages) { order.PutUint64(p.page(p.tx % 2)[pageHeaderSize+48:], p.tx+2) }, "recovers the file as it was before or after its last save"},
	{"zeros over a leaf", func(p *pages) { clear(p.page(p.first(leafPage))) }, "has the header of page 0"},
	{"garbage after the metas", func(p *pages) {
		copy(p.b[2*p.pageSize:], bytes.Repeat([]byte("garbage "), len(p.b)/8))
	}, "does not exist"},
	{"a branch that points to itself", func(p *pages) {
		id := p.first(branchPage)
		order.PutUint64(p.page(id)[pageHeaderSize+8:], id)
	}, "is used twice"},
	{"a leaf without its last element", func(p *pages) {
		leaf := p.page(p.first(leafPage))
		order.PutUint16(leaf[10:], order.Uint16(leaf[10:])-1)
	}, "is not valid"},
	{"a page with an endless overflow", func(p *pages) {
		order.PutUint32(p.page(p.first(leafPage))[12:], 1<<32-1)
	}, "page"},
	{"a changed key", func(p *pages) {
		leaf := p.page(p.first(leafPage))
		leaf[bytes.Index(leaf, []byte("loop-"))] = 'z'
	}, "is not sorted"},
	{"a changed bit in a loop", func(p *pages) {
		leaf := p.page(p.first(leafPage))
		leaf[bytes.Index(leaf, []byte("xxx"))] ^= 1
	}, "its checksum does not match"},
}

// wantEnd checks that a program ended with exit code 1 and printed one line that says
// what is wrong with the file at path and what to do.
func wantEnd(t *testing.T, p *program, path, why string) {
	t.Helper()
	begin, end := "localservice: -data "+path+" is damaged, or not a data file of localservice: ", "; restore a copy of the file, or move it away to start over\n"
	if strings.HasPrefix(why, "was removed") {
		begin, end = "localservice: -data "+path+" was removed or replaced", ": loops can no longer be saved; restart localservice\n"
	}
	code := p.wait()
	line := p.stderr.String()
	if _, after, served := strings.Cut(line, "Ctrl-C ends localservice.\n"); served {
		line = after // without the introduction
	}
	if code != cli.Error || !strings.HasPrefix(line, begin) || !strings.HasSuffix(line, end) || strings.Count(line, "\n") != 1 || !strings.Contains(line, why) {
		t.Errorf("exit code %d, stderr %q; want 1, and one line %q … %q … %q", code, line, begin, why, end)
	}
}

// The error for an empty file or a directory does not say that it is damaged.
func TestFilesThatAreNotDataFiles(t *testing.T) {
	folder := t.TempDir()
	empty := filepath.Join(folder, "empty.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		empty:  "open -data " + empty + ": the file is empty: remove it to start over",
		folder: "open -data " + folder + ": it is a directory, not a file: choose a file",
	} {
		if _, err := openData(path, "us-east-1", "123456789012"); err == nil || err.Error() != want {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// The program does not start with a damaged file, and leaves the file unchanged.
func TestDamagedDataFile(t *testing.T) {
	whole := writeData(t, filepath.Join(t.TempDir(), "loops.db"), 60)
	for _, damage := range damages {
		t.Run(damage.name, func(t *testing.T) {
			d := newPages(t, bytes.Clone(whole))
			damage.do(d)
			path := filepath.Join(t.TempDir(), "loops.db")
			if err := os.WriteFile(path, d.b, 0o600); err != nil {
				t.Fatal(err)
			}
			p, serves := launch(t, "-data", path)
			if serves {
				_ = p.cmd.Process.Kill()
				t.Error("the program serves from the damaged file")
			}
			wantEnd(t, p, path, damage.want)
			after, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(after, d.b) {
				t.Error("the damaged file was written to")
			}
		})
	}
}

// overwrite overwrites the beginning of a file.
func overwrite(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteAt(content, 0)
	return errors.Join(err, file.Close())
}

// If the file is damaged while the program runs, the program exits at the next change
// and does not acknowledge that change. If it is interrupted first, it reports the
// damage.
func TestDamagedWhileRunning(t *testing.T) {
	for _, tc := range []struct {
		name         string
		do           func(path string, old []byte) error
		want         string
		notOnWindows bool
	}{
		{"zeros", func(path string, old []byte) error { return overwrite(path, make([]byte, len(old))) }, "the meta page at byte 0 is not valid", false},
		{"zeros after the metas", func(path string, _ []byte) error {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			m, err := readMeta(bytes.NewReader(content), int64(len(content)))
			if err != nil {
				return err
			}
			clear(content[firstTreePage*m.pageSize:])
			return overwrite(path, content)
		}, "page", false},
		{"an older copy", overwrite, "another program changed it: its last transaction is", false},
		{"cut to 9,000 bytes", func(path string, _ []byte) error { return os.Truncate(path, 9000) }, "9000", true},
		{"cut to nothing", func(path string, _ []byte) error { return os.Truncate(path, 0) }, "the meta page at byte 0", true},
		{"removed", func(path string, _ []byte) error { return os.Remove(path) }, "was removed", true},
		{"replaced", func(path string, old []byte) error {
			return errors.Join(os.WriteFile(path+".old", old, 0o600), os.Rename(path+".old", path))
		}, "was removed", true},
	} {
		for _, interrupted := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, interrupted %t", tc.name, interrupted), func(t *testing.T) {
				if runtime.GOOS == "windows" && (tc.notOnWindows || interrupted) {
					t.Skip("Windows has no SIGTERM, and does not cut or remove an open file")
				}
				path := filepath.Join(t.TempDir(), "loops.db")
				old := writeData(t, path, 60)
				p := startProgram(t, "-data", path)
				if err := p.start("before"); err != nil {
					t.Fatal(err)
				}
				if err := tc.do(path, old); err != nil {
					t.Fatal(err)
				}
				if interrupted {
					if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
						t.Fatal(err)
					}
				} else if err := p.start("after"); err == nil {
					p.kill()
					t.Fatal("a start was acknowledged after the damage")
				}
				wantEnd(t, p, path, tc.want)
			})
		}
	}
}
