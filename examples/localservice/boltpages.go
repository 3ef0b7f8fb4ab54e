package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// bbolt trusts the file that it opens. It follows a page that points to itself until it
// runs out of memory, and overwrites a used page that the freelist contains by mistake.
// So checkPages reads the file first, each page once, in the format of bbolt's
// internal/common/{meta,page,inode}.go. It never writes.

const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2

	metaSize       = 64
	pageHeaderSize = 16
	elementSize    = 16 // of a branch element, a leaf element, and a bucket's header

	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10

	firstTreePage = 2 // after the two meta pages
)

var order = binary.NativeEndian

// meta is one of the two pages at the beginning of the file. The one with the later
// transaction is current. If one of them is not valid, the other one describes the state
// either before or after the last save. Then readMeta returns an error, because an
// acknowledged save may be missing.
type meta struct {
	pageSize int64
	root     uint64 // the page of the bucket that contains the other buckets
	freelist uint64 // the page that lists the free pages
	pages    uint64 // the number of pages
	tx       uint64 // the transaction that wrote the meta page
}

// readMeta returns the meta of the last transaction of a file of size bytes.
func readMeta(file io.ReaderAt, size int64) (meta, error) {
	first, err := metaAt(file, 0)
	if err != nil {
		return first, err
	}
	if size < firstTreePage*first.pageSize {
		return first, fmt.Errorf("it has only %d bytes instead of at least %d", size, firstTreePage*first.pageSize)
	}
	last, err := metaAt(file, first.pageSize)
	switch {
	case err != nil:
		return last, err
	case last.pageSize != first.pageSize:
		return last, errors.New("its two meta pages have different page sizes")
	case first.tx > last.tx:
		last = first
	}
	if int64(last.pages) > size/last.pageSize {
		return last, fmt.Errorf("it has %d bytes, and %d pages of %d bytes are missing", size, int64(last.pages)-size/last.pageSize, last.pageSize)
	}
	return last, nil
}

// metaAt reads the meta page at an offset.
func metaAt(file io.ReaderAt, offset int64) (m meta, err error) {
	b := make([]byte, metaSize)
	if _, err := file.ReadAt(b, offset+pageHeaderSize); err != nil {
		return m, fmt.Errorf("read the meta page at byte %d: %w", offset, err)
	}
	const sumAt = metaSize - 8
	sum := fnv.New64a()
	sum.Write(b[:sumAt])
	m = meta{
		pageSize: int64(order.Uint32(b[8:])),
		root:     order.Uint64(b[16:]),
		freelist: order.Uint64(b[32:]),
		pages:    order.Uint64(b[40:]),
		tx:       order.Uint64(b[48:]),
	}
	if order.Uint32(b) != boltMagic || order.Uint32(b[4:]) != boltVersion || order.Uint64(b[sumAt:]) != sum.Sum64() || m.pageSize < 1<<10 || m.pages > 1<<40 {
		return m, fmt.Errorf("the meta page at byte %d is not valid (if the other meta page is, \"go run go.etcd.io/bbolt/cmd/bbolt@v1.4.3 compact -o NEW OLD\" recovers the file as it was before or after its last save)", offset)
	}
	return m, nil
}

// pageCheck checks the pages of a file.
type pageCheck struct {
	meta
	file io.ReaderAt
	used []bool // by page: whether the tree or the freelist contains it
}

// checkPages returns an error if the structure of a file of size bytes is damaged. Each
// page must be either in the tree or in the freelist, exactly once, and each tree must
// be sorted. checkPages does not check values.
func checkPages(file io.ReaderAt, size int64) error {
	m, err := readMeta(file, size)
	if err != nil {
		return err
	}
	c := &pageCheck{meta: m, file: file, used: make([]bool, m.pages)}
	if err := c.tree(c.root, nil, nil); err != nil {
		return err
	}
	if err := c.free(); err != nil {
		return err
	}
	for id := firstTreePage; id < len(c.used); id++ {
		if !c.used[id] {
			return fmt.Errorf("page %d is neither used nor free", id)
		}
	}
	return nil
}

// use records that a page is used. It returns an error if the page is used already, so
// that no page is read twice, even if pages point to each other.
func (c *pageCheck) use(id uint64) error {
	switch {
	case id < firstTreePage || id >= c.pages:
		return fmt.Errorf("page %d does not exist", id)
	case c.used[id]:
		return fmt.Errorf("page %d is used twice", id)
	}
	c.used[id] = true
	return nil
}

// filePage is a page and its overflow pages, or the page of an inline bucket.
type filePage struct {
	id    uint64
	kind  uint16
	count int
	data  []byte // including the header
}

func (c *pageCheck) read(id uint64) (p filePage, err error) {
	if err := c.use(id); err != nil {
		return p, err
	}
	header := make([]byte, pageHeaderSize)
	if _, err := c.file.ReadAt(header, int64(id)*c.pageSize); err != nil {
		return p, fmt.Errorf("read page %d: %w", id, err)
	}
	overflow := uint64(order.Uint32(header[12:]))
	for next := id + 1; next <= id+overflow; next++ {
		if err := c.use(next); err != nil {
			return p, err
		}
	}
	data := make([]byte, (1+int64(overflow))*c.pageSize)
	if _, err := c.file.ReadAt(data, int64(id)*c.pageSize); err != nil {
		return p, fmt.Errorf("read page %d: %w", id, err)
	}
	p = parsePage(data)
	if p.id != id {
		return p, fmt.Errorf("page %d has the header of page %d", id, p.id)
	}
	return p, nil
}

func parsePage(data []byte) filePage {
	return filePage{id: order.Uint64(data), kind: order.Uint16(data[8:]), count: int(order.Uint16(data[10:])), data: data}
}

// element is an element of a branch or leaf page.
type element struct {
	key, value []byte
	child      uint64 // the page that a branch element points to
	bucket     bool   // whether the value of a leaf element is a bucket
}

// elements returns the elements of a page. The keys must be sorted, not less than from
// and, unless to is nil, less than to. bbolt writes keys and values without gaps, so a
// gap is damage too.
func (p *filePage) elements(from, to []byte) ([]element, error) {
	wrong := fmt.Errorf("page %d is not valid", p.id)
	if p.kind != branchPage && p.kind != leafPage || p.kind == branchPage && p.count == 0 {
		return nil, wrong
	}
	next := uint64(pageHeaderSize + p.count*elementSize) // the offset of the next key
	if next > uint64(len(p.data)) {
		return nil, wrong
	}
	elements := make([]element, p.count)
	for i := range elements {
		at := uint64(pageHeaderSize + i*elementSize)
		var e element
		var offset, keySize, valueSize, flags uint32
		if b := p.data[at:]; p.kind == branchPage {
			offset, keySize, e.child = order.Uint32(b), order.Uint32(b[4:]), order.Uint64(b[8:])
		} else {
			flags, offset, keySize, valueSize = order.Uint32(b), order.Uint32(b[4:]), order.Uint32(b[8:]), order.Uint32(b[12:])
		}
		valueAt := next + uint64(keySize)
		end := valueAt + uint64(valueSize)
		if at+uint64(offset) != next || end > uint64(len(p.data)) || keySize == 0 || flags > 1 {
			return nil, wrong
		}
		e.key, e.value, e.bucket = p.data[next:valueAt], p.data[valueAt:end], flags == 1
		if i == 0 && bytes.Compare(e.key, from) < 0 || i > 0 && bytes.Compare(e.key, elements[i-1].key) <= 0 || to != nil && bytes.Compare(e.key, to) >= 0 {
			return nil, fmt.Errorf("page %d is not sorted", p.id)
		}
		elements[i], next = e, end
	}
	return elements, nil
}

// tree checks a page and the tree below it.
func (c *pageCheck) tree(id uint64, from, to []byte) error {
	p, err := c.read(id)
	if err != nil {
		return err
	}
	elements, err := p.elements(from, to)
	if err != nil {
		return err
	}
	for i, e := range elements {
		switch {
		case p.kind == branchPage:
			end := to
			if i+1 < len(elements) {
				end = elements[i+1].key
			}
			err = c.tree(e.child, e.key, end)
		case e.bucket:
			err = c.bucket(e.value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bucket checks a bucket in another bucket. Its value is the number of its root page,
// or, for an inline bucket, contains its only page.
func (c *pageCheck) bucket(value []byte) error {
	switch {
	case len(value) == elementSize && order.Uint64(value) != 0:
		return c.tree(order.Uint64(value), nil, nil)
	case len(value) < elementSize+pageHeaderSize || order.Uint64(value) != 0:
		return errors.New("a bucket is not valid")
	}
	p := parsePage(value[elementSize:])
	elements, err := p.elements(nil, nil)
	if err != nil || p.kind != leafPage {
		return errors.New("the page of an inline bucket is not valid")
	}
	for _, e := range elements {
		if e.bucket {
			return errors.New("an inline bucket contains a bucket")
		}
	}
	return nil
}

// free checks the freelist. The pages in it must not be used elsewhere.
func (c *pageCheck) free() error {
	p, err := c.read(c.freelist)
	if err != nil {
		return err
	}
	ids, count := p.data[pageHeaderSize:], uint64(p.count)
	if count == 0xFFFF { // the list is longer than this, and begins with its length
		count, ids = order.Uint64(ids), ids[8:]
	}
	if p.kind != freelistPage || count > uint64(len(ids)/8) {
		return fmt.Errorf("the freelist at page %d is not valid", p.id)
	}
	for ; count > 0; count-- {
		if err := c.use(order.Uint64(ids)); err != nil {
			return fmt.Errorf("the freelist: %w", err)
		}
		ids = ids[8:]
	}
	return nil
}
