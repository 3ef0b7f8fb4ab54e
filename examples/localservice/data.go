package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	bolt "go.etcd.io/bbolt"
	boltErrors "go.etcd.io/bbolt/errors"
)

// dataFile keeps loops and output documents in one file. Each change is one
// transaction, which bbolt has written to the disk when it returns.
type dataFile struct{ db *bolt.DB }

var _ a2itest.Storage = (*dataFile)(nil)

// The buckets of the file. A loop is JSON under its name, an output document is
// itself under its S3 URI.
var (
	loopsBucket   = []byte("loops/1") // the number is the form's: another form, another number
	outputsBucket = []byte("outputs/1")
	ownerBucket   = []byte("owner/1") // Region and account
)

// openTimeout is how long another program may still hold the file.
const openTimeout = time.Second

// openData opens or makes the file of a Region and account, whose loops no other
// has.
func openData(path, region, account string) (*dataFile, error) {
	var db *bolt.DB
	err := guarded(func() (err error) {
		db, err = bolt.Open(path, 0o600, &bolt.Options{Timeout: openTimeout})
		return err
	})
	switch {
	case errors.Is(err, boltErrors.ErrTimeout):
		return nil, fmt.Errorf("open -data %s: another localservice has it open", path)
	case errors.Is(err, boltErrors.ErrInvalid), errors.Is(err, boltErrors.ErrVersionMismatch), errors.Is(err, boltErrors.ErrChecksum), errors.Is(err, errDamaged):
		return nil, fmt.Errorf("open -data %s: it is no data file of localservice, or damaged: %w", path, err)
	case err != nil:
		return nil, fmt.Errorf("open -data %s: %w", path, err)
	}
	f := &dataFile{db}
	err = guarded(func() error { return db.Update(func(tx *bolt.Tx) error { return prepare(tx, region, account) }) })
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare -data %s: %w", path, err), f.close())
	}
	return f, nil
}

// prepare makes the buckets of a new file, and checks whose an old one is.
func prepare(tx *bolt.Tx, region, account string) error {
	for _, name := range [][]byte{loopsBucket, outputsBucket} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	owner, err := tx.CreateBucketIfNotExists(ownerBucket)
	if err != nil {
		return err
	}
	for _, is := range []struct{ name, value string }{{"region", region}, {"account", account}} {
		switch kept := owner.Get([]byte(is.name)); {
		case kept == nil:
			if err := owner.Put([]byte(is.name), []byte(is.value)); err != nil {
				return err
			}
		case string(kept) != is.value:
			return fmt.Errorf("its loops are of -%s %s, not %s", is.name, kept, is.value)
		}
	}
	return nil
}

var errDamaged = errors.New("the file is damaged")

// guarded calls a function of bbolt, which panics where a file is damaged, or reads
// beyond its end.
func guarded(call func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if why := recover(); why != nil {
			err = fmt.Errorf("%w: %v", errDamaged, why)
		}
	}()
	return call()
}

// syncFolder makes the name of a new file outlive a power cut. Not every system
// can do it, nor needs it.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = folder.Sync()
	return folder.Close()
}

// Load reads the whole file.
func (f *dataFile) Load() (a2itest.Change, error) {
	kept := a2itest.Change{Loops: map[string]*a2itest.Loop{}, Outputs: map[string][]byte{}}
	err := guarded(func() error { return f.db.View(func(tx *bolt.Tx) error { return f.load(tx, kept) }) })
	if err != nil {
		return kept, fmt.Errorf("read %s: %w", f.db.Path(), err)
	}
	return kept, nil
}

func (f *dataFile) load(tx *bolt.Tx, kept a2itest.Change) error {
	err := tx.Bucket(loopsBucket).ForEach(func(name, text []byte) error {
		l := new(a2itest.Loop)
		if err := json.Unmarshal(text, l); err != nil {
			return fmt.Errorf("human loop %q: %w", name, err)
		}
		kept.Loops[string(name)] = l
		return nil
	})
	if err != nil {
		return err
	}
	return tx.Bucket(outputsBucket).ForEach(func(uri, document []byte) error {
		kept.Outputs[string(uri)] = append([]byte(nil), document...) // what bbolt gives ends with the transaction
		return nil
	})
}

// Save writes a change in one transaction.
func (f *dataFile) Save(change a2itest.Change) error {
	err := f.db.Update(func(tx *bolt.Tx) error {
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
			if err := loops.Put([]byte(name), text); err != nil {
				return err
			}
		}
		for uri, document := range change.Outputs {
			if err := outputs.Put([]byte(uri), document); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", f.db.Path(), err)
	}
	return nil
}

func (f *dataFile) close() error {
	if f == nil {
		return nil
	}
	if err := f.db.Close(); err != nil {
		return fmt.Errorf("close %s: %w", f.db.Path(), err)
	}
	return nil
}
