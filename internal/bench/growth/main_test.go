//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
)

func TestMain(m *testing.M) {
	if child, ok := childOf(os.Args); ok {
		exitWith(child(context.Background()))
		return
	}
	testenv.Isolate()
	m.Run()
}

// A run with few loops measures each series and writes its tables.
func TestRun(t *testing.T) {
	out := t.TempDir()
	if err := run(context.Background(), minLoops, out); err != nil {
		t.Fatal(err)
	}
	report, err := os.ReadFile(filepath.Join(out, "GROWTH.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range []string{"| series | 0 loops, total | 1,000 | factor |", "## Elapsed time"} { // internal/pictures reads them
		if !strings.Contains(string(report), "\n"+header) {
			t.Errorf("GROWTH.md has no line that begins with %q", header)
		}
	}
	for _, w := range works {
		for _, s := range w.series {
			if rows := strings.Count(string(report), "\n| "+s.name+" |"); rows != 4 { // description, CPU time, elapsed time and memory
				t.Errorf("GROWTH.md has %d rows of %q, want 4", rows, s.name)
			}
		}
	}
}

func TestRunRefusesFewLoops(t *testing.T) {
	if err := run(context.Background(), minLoops-1, t.TempDir()); err == nil || !strings.Contains(err.Error(), "-max is 999") {
		t.Errorf("error %v, want one that names -max and its value", err)
	}
}

func TestFactor(t *testing.T) {
	for _, tc := range []struct {
		values []float64
		want   string
	}{
		{[]float64{2, 2, 2}, "1.00"},
		{[]float64{3, 2, 5}, "2.50"},
		{[]float64{7}, "1.00"},
		{[]float64{0, 1}, "+Inf"}, // nothing was measured, or less than the constant
	} {
		if got := fmt.Sprintf("%.2f", factor(tc.values)); got != tc.want {
			t.Errorf("factor of %v: got %s, want %s", tc.values, got, tc.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for value, want := range map[float64]string{
		0: "0.00", 1.234: "1.23", 12.34: "12.3", 123.4: "123", 999.6: "1,000", 1234567: "1,234,567", -0.5: "-0.50", -1234: "-1,234",
	} {
		if got := number(value); got != want {
			t.Errorf("number %v: got %s, want %s", value, got, want)
		}
	}
}
