package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"runtime/debug"
)

// Damage to the data file ends the program, so that it does not acknowledge a change
// that the next start could not load. Three checks detect damage: checkPages reads the
// structure of the whole file before bbolt opens it and after the last save, each value
// has a checksum, and checkUnchanged reads the beginning of the file before each save.
//
// They cannot detect that a page was replaced by an older version of itself, as by a
// disk that loses confirmed writes.

var errDamaged = errors.New("damaged, or not a data file of localservice")

// damaged returns the error of a file that cannot be trusted.
func (f *dataFile) damaged(why error) error {
	return fmt.Errorf("-data %s is %w: %w; restore a copy of the file, or move it away to start over", f.path, errDamaged, why)
}

// markFailed makes the file unusable, and returns the error.
func (f *dataFile) markFailed(err error) error {
	f.fail(err)
	return err
}

// done returns a channel that is closed when the file becomes unusable. Without a file,
// the channel is nil.
func (f *dataFile) done() <-chan struct{} {
	if f == nil {
		return nil
	}
	return f.failed.Done()
}

// callBolt calls a function that uses bbolt, and turns a panic into an error. bbolt
// panics if a page is not what it expects, and faults if it reads mapped memory after
// the file was truncated. Its locks stay locked then, so callBolt makes the file
// unusable, and bbolt must not be called again.
func (f *dataFile) callBolt(call func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if why := recover(); why != nil {
			err = f.markFailed(f.damaged(fmt.Errorf("%v", why)))
		}
	}()
	return call()
}

// checkPages returns an error if the structure of the file is damaged.
func (f *dataFile) checkPages() error {
	info, err := f.file.Stat()
	if err != nil {
		return fmt.Errorf("read -data %s: %w", f.path, err)
	}
	if err := checkPages(f.file, info.Size()); err != nil {
		return f.damaged(err)
	}
	return nil
}

// checkUnchanged returns an error if another program has changed the file since the
// last transaction. It then makes the file unusable.
func (f *dataFile) checkUnchanged() error {
	if f.failed.Err() != nil {
		return context.Cause(f.failed)
	}
	tx, err := f.lastTx()
	if err != nil {
		return f.markFailed(err)
	}
	if tx != f.tx {
		return f.markFailed(f.damaged(fmt.Errorf("another program changed it: its last transaction is %d instead of %d", tx, f.tx)))
	}
	return nil
}

// lastTx returns the last transaction in the file. It returns an error if path no longer
// names the file.
func (f *dataFile) lastTx() (uint64, error) {
	opened, err := f.file.Stat()
	if err != nil {
		return 0, fmt.Errorf("read -data %s: %w", f.path, err)
	}
	if named, err := os.Stat(f.path); err != nil || !os.SameFile(opened, named) {
		return 0, fmt.Errorf("-data %s was removed or replaced while localservice was running: loops can no longer be saved; restart localservice", f.path)
	}
	m, err := readMeta(f.file, opened.Size())
	if err != nil {
		return 0, f.damaged(err)
	}
	return m.tx, nil
}

// A sealed value consists of sealMark, the checksum of key and value, and the value. No
// JSON document begins with sealMark, which distinguishes values in older files: they
// are JSON without a seal.
const (
	sealMark = 1
	sealSize = 1 + crc32.Size
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func seal(key, value []byte) []byte {
	sealed := make([]byte, 0, sealSize+len(value))
	sealed = append(sealed, sealMark)
	sealed = binary.BigEndian.AppendUint32(sealed, checksum(key, value))
	return append(sealed, value...)
}

func checksum(key, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
}

// unseal returns the value, which shares memory with sealed.
func unseal(key, sealed []byte) ([]byte, error) {
	if len(sealed) < sealSize || sealed[0] != sealMark {
		if !json.Valid(sealed) {
			return nil, errors.New("it is not valid JSON")
		}
		return sealed, nil
	}
	sum, value := binary.BigEndian.Uint32(sealed[1:]), sealed[sealSize:]
	if sum != checksum(key, value) {
		return nil, errors.New("its checksum does not match")
	}
	return value, nil
}
