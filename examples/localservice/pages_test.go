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

// writeData writes a data file with n loops, and returns it.
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

// pages is the content of a data file, which a test damages.
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

// page returns the memory of a page.
func (p *pages) page(id uint64) []byte {
	return p.b[int64(id)*p.pageSize : int64(id+1)*p.pageSize]
}

// first returns the first page of a kind that is in use.
func (p *pages) first(kind uint16) uint64 {
	free := p.free()
	for id := uint64(firstTreePage); id < p.pages; id++ {
		if order.Uint16(p.page(id)[8:]) == kind && order.Uint64(p.page(id)) == id && id != p.root && !bytes.Contains(free, order.AppendUint64(nil, id)) {
			return id
		}
	}
	p.Fatalf("there is no page of kind %#x", kind)
	return 0
}

// free returns the memory of the freelist's page numbers.
func (p *pages) free() []byte {
	list := p.page(p.freelist)
	return list[pageHeaderSize : pageHeaderSize+8*int(order.Uint16(list[10:]))]
}

// limitedReader fails when more than left bytes are read from it.
type limitedReader struct {
	io.ReaderAt
	left int
}

func (r *limitedReader) ReadAt(b []byte, at int64) (int, error) {
	if r.left -= len(b); r.left < 0 {
		return 0, errors.New("too much is read")
	}
	return r.ReaderAt.ReadAt(b, at)
}

// The check of a file reads each page at most once, with its header before it,
// however the file is damaged.
func TestCheckPagesIsBounded(t *testing.T) {
	whole := writeData(t, filepath.Join(t.TempDir(), "loops.db"), 60)
	check := func(t *testing.T, b []byte) error {
		err := checkPages(&limitedReader{bytes.NewReader(b), len(b) + len(b)/256 + 2*metaSize}, int64(len(b)))
		if err != nil && strings.Contains(err.Error(), "too much is read") {
			t.Error(err)
		}
		return err
	}
	if err := check(t, whole); err != nil {
		t.Errorf("the whole file: %v", err)
	}
	for _, damage := range damages {
		t.Run(damage.name, func(t *testing.T) {
			p := newPages(t, bytes.Clone(whole))
			damage.do(p)
			if err := check(t, p.b); err == nil && damage.want != "its checksum is wrong" {
				t.Error("no damage was found")
			}
		})
	}
}

// Whichever byte of a file is changed, the change is found, or nothing that was
// saved is different.
func TestEveryByteDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "loops.db")
	whole := writeData(t, path, 10)
	want, err := loadOnce(path)
	if err != nil {
		t.Fatal(err)
	}
	const headed, step = 128, 61 // of each page, the first bytes, and then some
	found, harmless := 0, 0
	for at := 0; at < len(whole); at++ {
		if in := at % os.Getpagesize(); in > headed && in%step != 0 {
			continue
		}
		whole[at] ^= 0xFF
		if err := checkPages(bytes.NewReader(whole), int64(len(whole))); err != nil {
			found++
		} else if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		} else if got, err := loadOnce(path); err != nil {
			found++
		} else if harmless++; !cmp.Equal(want, got) {
			t.Errorf("byte %d is changed, and so is what was loaded:\n%s", at, cmp.Diff(want, got))
		}
		whole[at] ^= 0xFF
	}
	t.Logf("%d changed bytes were found, %d are harmless", found, harmless)
	if found == 0 || harmless == 0 {
		t.Error("want some of both")
	}
}

// loadOnce loads a data file.
func loadOnce(path string) (a2itest.Change, error) {
	file, err := openData(path, "us-east-1", "123456789012")
	if err != nil {
		return a2itest.Change{}, err
	}
	loaded, err := file.Load()
	return loaded, errors.Join(err, file.close())
}

// A fault in bbolt's memory is an error. Nothing calls bbolt again after it.
func TestFaultInMemory(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not cut an open file")
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
	err = file.guarded(func() error {
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

// Whatever bbolt has written passes the check.
func TestCheckPagesAfterEachChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "loops.db")
	file, err := openData(path, "us-east-1", "123456789012")
	if err != nil {
		t.Fatal(err)
	}
	file.db.NoSync = true // nothing crashes here
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 400 {
		change := a2itest.Change{Loops: map[string]*a2itest.Loop{}, Outputs: map[string][]byte{}}
		for range random.IntN(20) {
			name := fmt.Sprint("loop-", random.IntN(300))
			change.Loops[name] = nil
			if random.IntN(300) > i/2 { // at first the file grows, and then it shrinks
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

// A freelist of more pages than its header can count has the number in front.
func TestLongFreelist(t *testing.T) {
	const pageSize, count = 4096, 1 << 16
	for extra, want := range map[uint64]string{0: "", 1: "is not one of its pages", 1 << 62: "the freelist at page 2 is not valid"} {
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
			t.Errorf("%d more than there are: error %v, want %q", extra, err, want)
		}
	}
}
