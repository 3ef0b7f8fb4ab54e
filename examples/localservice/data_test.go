package main

import (
	"bytes"
	"fmt"
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

// What was saved is what is loaded, by another opening of the file too.
func TestDataFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "loops.db")
	file, err := openData(path, "us-east-1", "123456789012")
	if err != nil {
		t.Fatal(err)
	}
	if file.db.NoSync || file.db.NoGrowSync {
		t.Error("the file is not synced: a power cut would lose what was acknowledged")
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
		got, err := file.Load()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if err := file.close(); err != nil {
			t.Fatal(err)
		}
		if file, err = openData(path, "us-east-1", "123456789012"); err != nil {
			t.Fatal(err)
		}
	}
	err = file.db.Update(func(tx *bolt.Tx) error { return tx.Bucket(loopsBucket).Put([]byte("broken"), []byte("{")) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Load(); err == nil || !strings.Contains(err.Error(), `human loop "broken": unexpected end of JSON input`) {
		t.Errorf("a broken loop: %v", err)
	}
	if err := file.close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Save(a2itest.Change{}); err == nil || !strings.Contains(err.Error(), "database not open") {
		t.Errorf("a closed file: %v", err)
	}
	if _, err := newService(settings{region: "us-east-1", account: "123456789012", data: path}); err == nil || !strings.Contains(err.Error(), `human loop "broken"`) {
		t.Errorf("a service on it: %v", err)
	}
}

// A file that is damaged is an error, whatever is wrong with it.
func TestDamagedDataFile(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "loops.db")
	file, err := openData(whole, "us-east-1", "123456789012")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		name := fmt.Sprint("loop-", i)
		if err := file.Save(a2itest.Change{Loops: map[string]*a2itest.Loop{name: {HumanLoopName: name, InputContent: strings.Repeat("x", 2000)}}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	for name, damage := range map[string]func([]byte) []byte{
		"cut":                    func(b []byte) []byte { return b[:20_000] },
		"cut by half":            func(b []byte) []byte { return b[:len(b)/2/page*page] },
		"zeroed behind the head": func(b []byte) []byte { clear(b[2*page:]); return b },
		"overwritten":            func(b []byte) []byte { copy(b[2*page:], bytes.Repeat([]byte("garbage "), len(b)/8)); return b },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "loops.db")
			if err := os.WriteFile(path, damage(bytes.Clone(content)), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := newService(settings{region: "us-east-1", account: "123456789012", data: path})
			if err == nil || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v, want one that names the file", err)
			}
		})
	}
}
