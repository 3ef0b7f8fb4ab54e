package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"
)

// writeData writes a data file with n loops and returns its content.
func writeData(t *testing.T, path string, n int) []byte {
	t.Helper()
	file, err := openData(path, "us-east-1", "123456789012")
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		name := fmt.Sprintf("loop-%02d", i)
		l := &a2itest.Loop{
			HumanLoopName: name, FlowDefinitionArn: "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews",
			HumanLoopStatus: "InProgress", InputContent: `"` + strings.Repeat("x", 500) + `"`, Sequence: uint64(i + 1),
		}
		if err := file.Save(a2itest.Change{Loops: map[string]*a2itest.Loop{name: l}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// pages is the content of a data file, for a test to damage.
type pages struct {
	*testing.T
	b []byte
	meta
}

func newPages(t *testing.T, content []byte) *pages {
	m, err := readMeta(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	return &pages{t, content, m}
}

// page returns the bytes of a page. Writing to them damages the page.
func (p *pages) page(id uint64) []byte {
	return p.b[int64(id)*p.pageSize : int64(id+1)*p.pageSize]
}

// first returns the first used page of a kind.
func (p *pages) first(kind uint16) uint64 {
	free := p.free()
	for id := uint64(firstTreePage); id < p.pages; id++ {
		if order.Uint16(p.page(id)[8:]) == kind && order.Uint64(p.page(id)) == id && id != p.root && !bytes.Contains(free, order.AppendUint64(nil, id)) {
			return id
		}
	}
	p.Fatalf("no page of kind %#x is used", kind)
	return 0
}

// free returns the bytes of the freelist's page numbers.
func (p *pages) free() []byte {
	list := p.page(p.freelist)
	return list[pageHeaderSize : pageHeaderSize+8*int(order.Uint16(list[10:]))]
}

// limitedReader fails after left bytes were read.
type limitedReader struct {
	io.ReaderAt
	left int
}

func (r *limitedReader) ReadAt(b []byte, at int64) (int, error) {
	if r.left -= len(b); r.left < 0 {
		return 0, errors.New("read limit exceeded")
	}
	return r.ReaderAt.ReadAt(b, at)
}

// checkPages reads each page header and each page at most once, no matter how the file
// is damaged.
func TestCheckPagesIsBounded(t *testing.T) {
	whole := writeData(t, filepath.Join(t.TempDir(), "loops.db"), 60)
	check := func(t *testing.T, b []byte) error {
		err := checkPages(&limitedReader{bytes.NewReader(b), len(b) + len(b)/256 + 2*metaSize}, int64(len(b)))
		if err != nil && strings.Contains(err.Error(), "read limit exceeded") {
			t.Error(err)
		}
		return err
	}
	if err := check(t, whole); err != nil {
		t.Errorf("undamaged file: %v", err)
	}
	for _, damage := range damages {
		t.Run(damage.name, func(t *testing.T) {
			p := newPages(t, bytes.Clone(whole))
			damage.do(p)
			if err := check(t, p.b); err == nil && damage.want != "its checksum does not match" {
				t.Error("checkPages did not detect the damage")
			}
		})
	}
}

// If any byte of a file changes, either the program detects the change or it loads the
// same data.
func TestEveryByteDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "loops.db")
	whole := writeData(t, path, 10)
	want, err := loadOnce(path)
	if err != nil {
		t.Fatal(err)
	}
	const header, step = 128, 61 // tests the first 128 bytes of each page, then every 61st
	detected, harmless := 0, 0
	for at := 0; at < len(whole); at++ {
		if in := at % os.Getpagesize(); in > header && in%step != 0 {
			continue
		}
		whole[at] ^= 0xFF
		if err := checkPages(bytes.NewReader(whole), int64(len(whole))); err != nil {
			detected++
		} else if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		} else if got, err := loadOnce(path); err != nil {
			detected++
		} else if harmless++; !cmp.Equal(want, got) {
			t.Errorf("a change of byte %d was not detected, and changed the loaded data (-want +got):\n%s", at, cmp.Diff(want, got))
		}
		whole[at] ^= 0xFF
	}
	t.Logf("%d changes were detected, %d were harmless", detected, harmless)
	if detected == 0 || harmless == 0 {
		t.Errorf("%d changes were detected and %d were harmless, want some of both", detected, harmless)
	}
}

// loadOnce opens a data file, loads it and closes it.
func loadOnce(path string) (a2itest.Change, error) {
	file, err := openData(path, "us-east-1", "123456789012")
	if err != nil {
		return a2itest.Change{}, err
	}
	loaded, err := file.Load()
	return loaded, errors.Join(err, file.close())
}

// A fault in bbolt's mapped memory becomes an error. After it, bbolt is not called again.
func TestFaultInMemory(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not truncate an open file")
	}
	path := filepath.Join(t.TempDir(), "loops.db")
	writeData(t, path, 60)
	file, err := openData(path, "us-east-1", "123456789012")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	err = file.callBolt(func() error {
		return file.db.View(func(tx *bolt.Tx) error { return file.read(tx, "us-east-1", "123456789012") })
	})
	if !errors.Is(err, errDamaged) {
		t.Errorf("read: error %v, want %v", err, errDamaged)
	}
	<-file.done()
	if got := file.Save(a2itest.Change{}); got == nil || got.Error() != err.Error() {
		t.Errorf("Save: error %v, want %v", got, err)
	}
	if got := file.close(); got == nil || got.Error() != err.Error() {
		t.Errorf("close: error %v, want %v", got, err)
	}
}

// A file passes the check after each change that bbolt writes.
func TestCheckPagesAfterEachChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "loops.db")
	file, err := openData(path, "us-east-1", "123456789012")
	if err != nil {
		t.Fatal(err)
	}
	file.db.NoSync = true // faster, and this test does not crash the program
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 400 {
		change := a2itest.Change{Loops: map[string]*a2itest.Loop{}, Outputs: map[string][]byte{}}
		for range random.IntN(20) {
			name := fmt.Sprint("loop-", random.IntN(300))
			change.Loops[name] = nil
			if random.IntN(300) > i/2 { // the file first grows, then shrinks
				change.Loops[name] = &a2itest.Loop{HumanLoopName: name, InputContent: strings.Repeat("x", random.IntN(1<<random.IntN(16)))}
			}
		}
		if random.IntN(10) == 0 {
			change.Outputs[fmt.Sprint("s3://b/", i)] = make([]byte, random.IntN(100_000))
		}
		if err := file.Save(change); err != nil {
			t.Fatal(err)
		}
		if err := file.checkPages(); err != nil {
			t.Fatalf("after change %d: %v", i, err)
		}
	}
	if err := file.close(); err != nil {
		t.Fatal(err)
	}
}

// A freelist with more pages than fit into the header's count begins with its length.
func TestLongFreelist(t *testing.T) {
	const pageSize, count = 4096, 1 << 16
	for extra, want := range map[uint64]string{0: "", 1: "does not exist", 1 << 62: "the freelist at page 2 is not valid"} {
		list := order.AppendUint16(order.AppendUint64(nil, 2), freelistPage)
		list = order.AppendUint16(list, 0xFFFF)
		list = order.AppendUint32(list, count*8/pageSize)
		list = order.AppendUint64(list, count+extra)
		for i := range uint64(count) {
			list = order.AppendUint64(list, 1000+i)
		}
		data := make([]byte, (2+1+count*8/pageSize)*pageSize)
		copy(data[2*pageSize:], list)
		c := &pageCheck{meta: meta{pageSize: pageSize, freelist: 2, pages: 1000 + count}, file: bytes.NewReader(data), used: make([]bool, 1000+count)}
		if err := c.free(); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("a length that is %d too large: error %v, want %q", extra, err, want)
		}
	}
}
