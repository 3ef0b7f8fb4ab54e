//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/bench"
)

// measuredRow is a row of the matrix with the costs of its cells.
type measuredRow struct {
	bench.Row
	measured
}

func matrixRounds(rounds int) int { return max(3, rounds/2) }

func measureMatrix(ctx context.Context, rounds int, r *report) error {
	for _, row := range bench.Matrix() {
		fmt.Fprintln(os.Stderr, "measuring", row.Name)
		m, err := measure(ctx, row.Work(), matrixRounds(rounds), matrixRoundTime)
		if err != nil {
			return err
		}
		r.rows = append(r.rows, measuredRow{row, m})
	}
	return nil
}

// relativeCost returns a cell's cost per unit in each round, as a multiple of the plain cell's.
func (m *measuredRow) relativeCost(c bench.Cell, name func(cell string) string) []float64 {
	plain := m.Cells[0]
	ratios := m.ratios(name(c.Name), name(plain.Name), byCPU)
	for i := range ratios {
		ratios[i] *= plain.Units / c.Units
	}
	return ratios
}

func ours(cell string) string { return cell }

// relativeCostPerByte is relativeCost per byte of the response if that is less, because a
// longer item may cost more.
func (m *measuredRow) relativeCostPerByte(c bench.Cell, name func(cell string) string) []float64 {
	ratios, plain := m.relativeCost(c, name), m.Cells[0]
	if c.Bytes == 0 {
		return ratios
	}
	if longer := (c.Bytes / c.Units) / (plain.Bytes / plain.Units); longer > 1 {
		for i := range ratios {
			ratios[i] /= longer
		}
	}
	return ratios
}

// worst returns the cell with the highest cost compared with the plain cell.
func (m *measuredRow) worst() (worst bench.Cell, ratios []float64) {
	for _, c := range m.Cells[1:] {
		if found := m.relativeCostPerByte(c, ours); ratios == nil || middle(found) > middle(ratios) {
			worst, ratios = c, found
		}
	}
	return worst, ratios
}

// startLimits contains the aims for StartHumanLoop's cells: the CPU time as a multiple of the
// reference's, and the allocated bytes as a multiple of the body's size.
var startLimits = map[string]struct{ cpu, bytes float64 }{
	"plain text": {1, 1.15}, "escaped quotes": {1.2, 1.3}, "OCR response": {1.2, 1.3}, "Chinese": {1.2, 1.3},
	"emoji": {1.2, 1.3}, "all escapes": {1.2, 1.3}, "small members": {1.5, 1.3}, "numbers": {1.5, 1.3},
}

const rowLimit = 1.5 // the maximum cost of a cell as a multiple of the plain cell's

// longer reports whether the row's cells are longer than its plain cell and so may cost more.
func (m *measuredRow) longer() bool { return strings.Contains(m.Name, "lengths") }

func (r *report) addMatrixFigures() {
	for i := range r.rows {
		m := &r.rows[i]
		for _, c := range m.Cells {
			limit, judged := startLimits[c.Name]
			if !judged {
				continue
			}
			r.addSpread("StartHumanLoop, "+c.Name+", CPU time", fmt.Sprintf("at most %.2f × %s", limit.cpu, m.Reference), m.ratios(c.Name, bench.ReferenceOf(c.Name), byCPU), limit.cpu, atMost)
			r.add("… memory allocated", fmt.Sprintf("at most %.2f × the body", limit.bytes), m.median(c.Name, byBytes)/c.Units, limit.bytes, "%.2f")
		}
		if m.longer() {
			continue
		}
		worst, ratios := m.worst()
		r.addSpread(fmt.Sprintf("%s: worst cell (%s)", m.Name, worst.Name), fmt.Sprintf("at most %.2f × the plain cell", rowLimit), ratios, rowLimit, atMost)
	}
}

func (r *report) writeMatrix(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## Cost by shape\n\nEach cell does the same work with another input or setting. Its cost per unit is compared with the first cell, the plain one, "+
		"and with a reference that does only what every client must do. The last column shows how much more the shape costs the reference. \"Per byte\" allows for longer items and responses. The worst cell is the one with the largest value, where the smaller of \"× plain cell\" and \"per byte\" counts.\n\n"+
		"<picture>\n  <source media=\"(prefers-color-scheme: dark)\" srcset=\"matrix.dark.svg\">\n  <img alt=\"Dot chart: CPU time of each cell as a multiple of the plain cell, for a2iflows-go and for the reference\" src=\"matrix.light.svg\">\n</picture>\n")
	for i := range r.rows {
		m := &r.rows[i]
		fmt.Fprintf(b, "\n### %s\n\nUnit: %s. Reference: %s.\n\n| cell | CPU time | allocated | × plain cell | per byte | × reference | reference × its plain cell |\n|---|---|---|---|---|---|---|\n", m.Name, m.Unit, m.Reference)
		for _, c := range m.Cells {
			perByte, allocated := "", fmt.Sprintf("%.0f B", m.median(c.Name, byBytes)/c.Units)
			relative := middle(m.relativeCost(c, ours))
			if plain := m.Cells[0]; c.Bytes > 0 {
				perByte = fmt.Sprintf("%.2f", relative*(c.Units/c.Bytes)/(plain.Units/plain.Bytes))
			}
			if m.Unit == "byte of the body" {
				allocated = fmt.Sprintf("%.2f × body", m.median(c.Name, byBytes)/c.Units)
			}
			fmt.Fprintf(b, "| %s | %s | %s | %.2f | %s | %.2f | %.2f |\n", c.Name, perUnit(m.median(c.Name, byCPU)/c.Units), allocated, relative, perByte,
				middle(m.ratios(c.Name, bench.ReferenceOf(c.Name), byCPU)), middle(m.relativeCost(c, bench.ReferenceOf)))
		}
		if !m.longer() {
			m.writeWorst(b)
		}
	}
}

// writeWorst writes the row's worst cell, and the reason for each cell over the limit.
func (m *measuredRow) writeWorst(b *bytes.Buffer) {
	worst, ratios := m.worst()
	fmt.Fprintf(b, "\nWorst cell: %s, %.2f × the plain cell.\n", worst.Name, middle(ratios))
	intro := fmt.Sprintf("\nOver %.2f × the plain cell:\n\n", rowLimit)
	for _, c := range m.Cells[1:] {
		if over := middle(m.relativeCostPerByte(c, ours)); over > rowLimit {
			fmt.Fprintf(b, "%s- %s: %.2f, and %.2f of the reference. %s\n", intro, c.Name, over, middle(m.relativeCostPerByte(c, bench.ReferenceOf)), cellReason(c.Name))
			intro = ""
		}
	}
}

// perUnit formats microseconds in a readable unit.
func perUnit(micros float64) string {
	if micros < 1 {
		return fmt.Sprintf("%.2f ns", micros*1000)
	}
	return fmt.Sprintf("%.2f µs", micros)
}
