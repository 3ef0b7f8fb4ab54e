//go:build unix

package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/bench"
	"github.com/a2iflows/a2iflows-go/internal/testenv"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	m.Run()
}

// internal/pictures draws charts from the tables with these columns, and leaves out the
// table of different lengths.
func TestColumnsOfPictures(t *testing.T) {
	var r report
	for _, row := range bench.Matrix() {
		if m := (measuredRow{Row: row}); m.longer() {
			m.Cells = nil // they need measurements
			r.rows = append(r.rows, m)
		}
	}
	var b bytes.Buffer
	r.writeMatrix(&b)
	r.writeCosts(&b)
	for _, want := range []string{
		"\n### ListHumanLoops, pages of different lengths\n\nUnit: call. Reference: bare request.\n\n| cell |",
		"| × plain cell | per byte |", "| reference × its plain cell |\n",
		"\n| work | subject | CPU time | allocations |",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the tables do not contain %q:\n%s", want, &b)
		}
	}
}
