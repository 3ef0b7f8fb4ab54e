package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	bolt "go.etcd.io/bbolt"
	boltErrors "go.etcd.io/bbolt/errors"
)

// dataFile saves loops and output documents in one file. Each change is one
// transaction. bbolt writes it to the disk before it returns.
type dataFile struct {
	path   string
	db     *bolt.DB
	file   *os.File       // bbolt's file, for reading
	tx     uint64         // the last transaction
	loaded a2itest.Change // the content of the file when it was opened

	created bool // this program created the file

	failed context.Context // canceled with the error that makes the file unusable
	fail   context.CancelCauseFunc
}

var _ a2itest.Storage = (*dataFile)(nil)

// The buckets of the file, with the version of their format. The key of a loop is its
// name, and the value is JSON. The key of an output document is its S3 URI. Values are
// sealed.
var (
	loopsBucket   = []byte("loops/1")
	outputsBucket = []byte("outputs/1")
	ownerBucket   = []byte("owner/1") // Region and account
)

// openTimeout is how long to wait until another process closes the file.
const openTimeout = time.Second

// openData opens or creates the file of a Region and account. It does not write to a
// file that is damaged, or that belongs to another Region, account or program.
func openData(path, region, account string) (opened *dataFile, err error) {
	f := &dataFile{path: path}
	f.failed, f.fail = context.WithCancelCause(context.Background())
	if err := f.check(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil && f.created {
			err = errors.Join(err, os.Remove(path)) // the file is incomplete, for example because the disk is full
		}
	}()
	if err := f.open(&bolt.Options{}); err != nil {
		return nil, err
	}
	err = f.callBolt(func() error { return f.db.View(func(tx *bolt.Tx) error { return f.read(tx, region, account) }) })
	if errors.Is(err, errNewFile) {
		err = f.callBolt(func() error { return f.db.Update(func(tx *bolt.Tx) error { return prepare(tx, region, account) }) })
		if err == nil {
			err = syncFolder(filepath.Dir(path))
		}
	}
	if err == nil {
		f.tx, err = f.lastTx()
	}
	if err != nil {
		if f.failed.Err() == nil {
			err = errors.Join(err, f.db.Close())
		}
		return nil, err
	}
	return f, nil
}

// check checks the pages of an existing file, while no other process can write to it.
func (f *dataFile) check() error {
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && info.IsDir():
		return fmt.Errorf("open -data %s: it is a directory, not a file: choose a file", f.path)
	}
	if err := f.open(&bolt.Options{ReadOnly: true}); err != nil {
		if info, statErr := os.Stat(f.path); statErr == nil && info.Size() == 0 && !errors.Is(err, errInUse) {
			err = fmt.Errorf("open -data %s: the file is empty: remove it to start over", f.path)
		}
		return err
	}
	return errors.Join(f.checkPages(), f.db.Close())
}

var errInUse = errors.New("another process has the file open: end that process, or choose another file")

// open opens the file and locks it: exclusively, or shared with other readers if o is
// read-only.
func (f *dataFile) open(o *bolt.Options) error {
	o.Timeout = openTimeout
	o.OpenFile = func(path string, flag int, mode os.FileMode) (*os.File, error) {
		if flag&os.O_CREATE != 0 {
			file, err := os.OpenFile(path, flag|os.O_EXCL, mode)
			if f.created = err == nil; f.created {
				f.file = file
				return file, nil
			}
		}
		file, err := os.OpenFile(path, flag, mode)
		f.file = file
		return file, err
	}
	err := f.callBolt(func() (err error) {
		f.db, err = bolt.Open(f.path, 0o600, o)
		return err
	})
	var errno syscall.Errno
	switch {
	case err == nil || errors.Is(err, errDamaged):
		return err
	case errors.Is(err, boltErrors.ErrTimeout):
		return fmt.Errorf("open -data %s: %w", f.path, errInUse)
	case errors.As(err, &errno):
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%w: create its folder", err)
		}
		return fmt.Errorf("-data: %w", err)
	}
	return f.damaged(err)
}

var errNewFile = errors.New("the file is new")

// read reads the whole file, and checks that it belongs to the Region and account.
func (f *dataFile) read(tx *bolt.Tx, region, account string) error {
	owner, loops, outputs := tx.Bucket(ownerBucket), tx.Bucket(loopsBucket), tx.Bucket(outputsBucket)
	if first, _ := tx.Cursor().First(); first == nil {
		return errNewFile
	}
	if owner == nil || loops == nil || outputs == nil {
		return f.damaged(errors.New("it does not contain loops"))
	}
	for _, flag := range []struct{ name, value string }{{"region", region}, {"account", account}} {
		if saved := owner.Get([]byte(flag.name)); string(saved) != flag.value {
			return fmt.Errorf("open -data %s: it was created with -%s %s, not %s: use that %[2]s, or choose another file", f.path, flag.name, saved, flag.value)
		}
	}
	f.loaded = a2itest.Change{Loops: map[string]*a2itest.Loop{}, Outputs: map[string][]byte{}}
	err := loops.ForEach(func(name, sealed []byte) error {
		l := new(a2itest.Loop)
		text, err := unseal(name, sealed)
		if err == nil {
			err = json.Unmarshal(text, l)
		}
		if err != nil {
			return f.damaged(fmt.Errorf("human loop %q: %w", name, err))
		}
		f.loaded.Loops[string(name)] = l
		return nil
	})
	if err != nil {
		return err
	}
	return outputs.ForEach(func(uri, sealed []byte) error {
		document, err := unseal(uri, sealed)
		if err != nil {
			return f.damaged(fmt.Errorf("output document %q: %w", uri, err))
		}
		f.loaded.Outputs[string(uri)] = append([]byte(nil), document...) // bbolt's memory is valid only during the transaction
		return nil
	})
}

// checkValues verifies the checksum of each value.
func (f *dataFile) checkValues(tx *bolt.Tx) error {
	for _, bucket := range [][]byte{loopsBucket, outputsBucket} {
		err := tx.Bucket(bucket).ForEach(func(key, sealed []byte) error {
			if _, err := unseal(key, sealed); err != nil {
				return f.damaged(fmt.Errorf("%q: %w", key, err))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// prepare creates the buckets of a new file.
func prepare(tx *bolt.Tx, region, account string) error {
	for _, name := range [][]byte{loopsBucket, outputsBucket} {
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	owner, err := tx.CreateBucket(ownerBucket)
	if err != nil {
		return err
	}
	return errors.Join(owner.Put([]byte("region"), []byte(region)), owner.Put([]byte("account"), []byte(account)))
}

// syncFolder makes the name of a new file survive a power failure. Some systems do not
// support this or do not need it, so it ignores the error of Sync.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = folder.Sync()
	return folder.Close()
}

// Load returns the content of the file when it was opened.
func (f *dataFile) Load() (a2itest.Change, error) {
	loaded := f.loaded
	f.loaded = a2itest.Change{} // release the memory
	return loaded, nil
}

// Save writes a change in one transaction.
func (f *dataFile) Save(change a2itest.Change) error {
	if err := f.checkUnchanged(); err != nil {
		return err
	}
	var id int
	err := f.callBolt(func() error {
		return f.db.Update(func(tx *bolt.Tx) error {
			id = tx.ID()
			return write(tx, change)
		})
	})
	switch {
	case errors.Is(err, errDamaged):
		return err
	case err != nil:
		// If only the last sync failed, the file contains the transaction.
		if last, lastErr := f.lastTx(); lastErr == nil && last == uint64(id) {
			f.tx = last
		}
		return fmt.Errorf("write -data %s: %w", f.path, err)
	}
	f.tx = uint64(id)
	return nil
}

func write(tx *bolt.Tx, change a2itest.Change) error {
	loops, outputs := tx.Bucket(loopsBucket), tx.Bucket(outputsBucket)
	for name, l := range change.Loops {
		if l == nil {
			if err := loops.Delete([]byte(name)); err != nil {
				return err
			}
			continue
		}
		text, err := json.Marshal(l)
		if err != nil {
			return err
		}
		if err := loops.Put([]byte(name), seal([]byte(name), text)); err != nil {
			return err
		}
	}
	for uri, document := range change.Outputs {
		if err := outputs.Put([]byte(uri), seal([]byte(uri), document)); err != nil {
			return err
		}
	}
	return nil
}

// close checks the file and closes it. If the file has become unusable, or was damaged
// since it was opened, close returns that error.
func (f *dataFile) close() error {
	if f == nil {
		return nil
	}
	if err := f.checkUnchanged(); err != nil {
		return err // without Close, which would wait for a lock that bbolt may hold
	}
	err := f.checkPages()
	if err == nil {
		err = f.callBolt(func() error { return f.db.View(f.checkValues) })
	}
	if f.failed.Err() != nil {
		return err
	}
	return errors.Join(err, f.db.Close())
}
