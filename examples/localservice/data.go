package main

import (
	"encoding/json"
	"errors"
	"fmt"
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
)

// openTimeout is how long another program may still hold the file.
const openTimeout = time.Second

func openData(path string) (*dataFile, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: openTimeout})
	switch {
	case errors.Is(err, boltErrors.ErrTimeout):
		return nil, fmt.Errorf("open -data %s: another localservice has it open", path)
	case errors.Is(err, boltErrors.ErrInvalid), errors.Is(err, boltErrors.ErrVersionMismatch), errors.Is(err, boltErrors.ErrChecksum):
		return nil, fmt.Errorf("open -data %s: it is no data file of localservice, or broken: %w", path, err)
	case err != nil:
		return nil, fmt.Errorf("open -data %s: %w", path, err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{loopsBucket, outputsBucket} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare -data %s: %w", path, err), db.Close())
	}
	return &dataFile{db}, nil
}

// Load reads the whole file.
func (f *dataFile) Load() (a2itest.Change, error) {
	kept := a2itest.Change{Loops: map[string]*a2itest.Loop{}, Outputs: map[string][]byte{}}
	err := f.db.View(func(tx *bolt.Tx) error {
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
	})
	if err != nil {
		return kept, fmt.Errorf("read %s: %w", f.db.Path(), err)
	}
	return kept, nil
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
