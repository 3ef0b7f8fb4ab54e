package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	bolt "go.etcd.io/bbolt"
)

// Opening the file again loads what was saved.
func TestDataFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "loops.db")
	file, err := openData(path, "us-east-1", "123456789012")
	if err != nil {
		t.Fatal(err)
	}
	if file.db.NoSync || file.db.NoGrowSync {
		t.Error("the file is not synced: a power failure would lose acknowledged changes")
	}
	at := time.Date(2026, 3, 4, 5, 6, 7, 891_000_000, time.UTC)
	loop := func(name string) *a2itest.Loop {
		return &a2itest.Loop{
			HumanLoopName: name, HumanLoopArn: "arn:" + name, FlowDefinitionArn: "flow", InputContent: `{"a":"<é\u0000>"}`, ContentClassifiers: []string{"x"},
			CreationTime: at, HumanLoopStatus: "Failed", FailureCode: "code", FailureReason: "reason", OutputS3Uri: "s3://b/k", EndedAt: at, GoneAt: at, Sequence: 7,
		}
	}
	for _, change := range []a2itest.Change{
		{Loops: map[string]*a2itest.Loop{"a": loop("a"), "b": loop("b")}, Outputs: map[string][]byte{"s3://b/k": []byte("one")}},
		{Loops: map[string]*a2itest.Loop{"b": nil, "c": loop("c"), "none": nil}},
		{Outputs: map[string][]byte{"s3://b/k": []byte("two"), "s3://b/l": nil}},
	} {
		if err := file.Save(change); err != nil {
			t.Fatal(err)
		}
	}
	want := a2itest.Change{
		Loops:   map[string]*a2itest.Loop{"a": loop("a"), "c": loop("c")},
		Outputs: map[string][]byte{"s3://b/k": []byte("two"), "s3://b/l": nil},
	}
	for range 2 {
		if err := file.close(); err != nil {
			t.Fatal(err)
		}
		if file, err = openData(path, "us-east-1", "123456789012"); err != nil {
			t.Fatal(err)
		}
		got, err := file.Load()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if err := file.close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Save(a2itest.Change{}); err == nil || !strings.Contains(err.Error(), "file already closed") {
		t.Errorf("a closed file: %v", err)
	}
}

// The program loads files of an earlier version, and rejects bbolt files of another
// program.
func TestFilesOfOtherPrograms(t *testing.T) {
	bucket := func(tx *bolt.Tx, name []byte, key, value string) {
		b, err := tx.CreateBucketIfNotExists(name)
		if err == nil && key != "" {
			err = b.Put([]byte(key), []byte(value))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	withLoop := func(tx *bolt.Tx, loop string) {
		bucket(tx, ownerBucket, "region", "us-east-1")
		bucket(tx, ownerBucket, "account", "123456789012")
		bucket(tx, loopsBucket, "a", loop)
		bucket(tx, outputsBucket, "s3://b/k", `{"n":1}`)
	}
	for _, tc := range []struct {
		name string
		fill func(*bolt.Tx)
		want string // the error
	}{
		{"new, without buckets", func(*bolt.Tx) {}, ""},
		{"without checksums", func(tx *bolt.Tx) { withLoop(tx, `{"HumanLoopName":"a"}`) }, ""},
		{"without checksums, damaged", func(tx *bolt.Tx) { withLoop(tx, `{`) }, `human loop "a": it is not valid JSON`},
		{"loop is not an object", func(tx *bolt.Tx) { withLoop(tx, `[]`) }, `human loop "a": json: cannot unmarshal array`},
		{"of another program", func(tx *bolt.Tx) { bucket(tx, []byte("other"), "", "") }, "it does not contain loops"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "loops.db")
			db, err := bolt.Open(path, 0o600, nil)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(func(tx *bolt.Tx) error { tc.fill(tx); return nil })
			if err = errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			loaded, err := loadOnce(path)
			if tc.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				if tc.name == "without checksums" && (loaded.Loops["a"] == nil || string(loaded.Outputs["s3://b/k"]) != `{"n":1}`) {
					t.Errorf("loaded %+v", loaded)
				}
				return
			}
			after, readErr := os.ReadFile(path)
			if err == nil || !strings.Contains(err.Error(), tc.want) || readErr != nil || !bytes.Equal(before, after) {
				t.Errorf("error %v, want %q; file unchanged %t, %v", err, tc.want, bytes.Equal(before, after), readErr)
			}
		})
	}
}
