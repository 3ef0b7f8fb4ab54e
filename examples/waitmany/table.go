package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// table is the program's output, with a row for each loop that exists or may exist.
// Loops that have ended come first.
type table struct {
	names []string // in the order in which the loops started
	ended []string // in the order in which they ended
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

// print prints the table to stdout. On AWS, loops that have not ended keep running
// when the program ends, so print also prints their number to stderr. Loops of the
// local service end with the program.
func (t *table) print(s settings, stdout, stderr io.Writer) error {
	if len(t.names) == 0 {
		return nil
	}
	ended := map[string]bool{}
	for _, name := range t.ended {
		ended[name] = true
	}
	running := slices.DeleteFunc(slices.Clone(t.names), func(name string) bool { return ended[name] })
	out := tabwriter.NewWriter(stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, "HUMAN LOOP\tSTATUS\tREASON")
	for _, name := range slices.Concat(t.ended, running) {
		fmt.Fprintf(out, "%s\t%s\t%s\n", name, t.rows[name].status, t.rows[name].reason)
	}
	err := out.Flush()
	if len(running) > 0 && s.aws {
		fmt.Fprintf(stderr, "waitmany: %d of %d human loops may still be running; they are last in the table. If nobody needs them, stop each with\n"+
			"  aws sagemaker-a2i-runtime stop-human-loop --human-loop-name NAME\n", len(running), len(t.names))
	}
	return err
}
