package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// table is what the program prints: each loop that exists or may exist, those that
// have ended first.
type table struct {
	names []string // in the order of their starts
	ended []string // in the order of their ends
	rows  map[string]row
}

type row struct{ status, reason string }

func (t *table) add(name string, r row) {
	t.names = append(t.names, name)
	t.rows[name] = r
}

func (t *table) end(name string, r row) {
	t.ended = append(t.ended, name)
	t.rows[name] = r
}

// print prints the table to stdout. On AWS, loops that have not ended go on without
// this program, so stderr says how many there are. The local service ends with the
// program, and so do its loops.
func (t *table) print(s settings, stdout, stderr io.Writer) error {
	if len(t.names) == 0 {
		return nil
	}
	ended := map[string]bool{}
	for _, name := range t.ended {
		ended[name] = true
	}
	left := slices.DeleteFunc(slices.Clone(t.names), func(name string) bool { return ended[name] })
	out := tabwriter.NewWriter(stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, "HUMAN LOOP\tSTATUS\tREASON")
	for _, name := range slices.Concat(t.ended, left) {
		fmt.Fprintf(out, "%s\t%s\t%s\n", name, t.rows[name].status, t.rows[name].reason)
	}
	if len(left) > 0 && s.aws {
		fmt.Fprintf(stderr, "waitmany: %d human loops may go on without this program: the last ones of the table. If nobody needs them, stop each with\n"+
			"  aws sagemaker-a2i-runtime stop-human-loop --human-loop-name NAME\n", len(left))
	}
	return out.Flush()
}
