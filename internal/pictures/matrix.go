package main

import (
	"fmt"
	"math"
	"strings"
)

// aim is the cost that no shape should exceed: rowLimit of internal/bench/report.
const aim = 1.5

// shape is a cell of the matrix with its cost, as a multiple of the plain cell's.
type shape struct {
	name       string
	ours, peer float64
}

// shapes returns the cells of one of the report's tables, without the plain cell. If a cell's
// items are longer than the plain cell's, its multiples are per byte.
func shapes(t table) ([]shape, error) {
	var cells []shape
	for _, row := range t.rows[1:] {
		ours, err := t.number(row, "× plain cell")
		if err != nil {
			return nil, err
		}
		peer, err := t.number(row, "reference × its plain cell")
		if err != nil {
			return nil, err
		}
		if perByte, err := t.number(row, "per byte"); err == nil && perByte < ours { // it may be empty
			ours, peer = perByte, peer*perByte/ours
		}
		cells = append(cells, shape{t.text(row, "cell"), ours, peer})
	}
	return cells, nil
}

// drawMatrix draws the cost of each shape, for a2iflows-go and for the reference. The axis is
// logarithmic, because some shapes cost hundreds of times as much as the plain cell.
func drawMatrix(t theme, report string) (*canvas, error) {
	tables, err := tablesWith(report, "cell", "× plain cell", "per byte", "reference × its plain cell")
	if err != nil {
		return nil, err
	}
	type group struct {
		title, reference string
		shapes           []shape
	}
	var groups []group
	rows, smallest, largest := 0, 1.0, 1.0
	for _, table := range tables {
		if strings.Contains(table.title, "different lengths") { // longer pages cost more, as they should
			continue
		}
		found, err := shapes(table)
		if err != nil {
			return nil, err
		}
		_, reference, _ := strings.Cut(table.intro, "Reference: ")
		groups = append(groups, group{table.title, strings.TrimSuffix(reference, "."), found})
		rows += len(found)
		for _, s := range found {
			smallest, largest = min(smallest, s.ours, s.peer), max(largest, s.ours, s.peer)
		}
	}

	const (
		size                    = 14
		rowHeight, titleHeight  = 22, 60
		top                     = 86
		margin, labelRight      = 16, 276
		oursRight, referenceEnd = 584, 664
	)
	axis := top + float64(len(groups))*titleHeight + float64(rows)*rowHeight + 8
	c := newCanvas(t, 680, axis+52)
	low, high := decade(smallest, math.Floor), decade(largest, math.Ceil)
	x := func(v float64) float64 {
		const from, to = labelRight + 26, oursRight - 56
		return from + (to-from)*math.Log10(v/low)/math.Log10(high/low)
	}
	c.bold(margin, 30, size+3, left, c.foreground, "CPU time of each cell, as a multiple of the plain cell's")
	c.circle(margin+6, 51, 5, c.ours, c.ours)
	c.text(margin+18, 56, size, left, c.foreground, "a2iflows-go")
	c.circle(margin+120, 51, 5, c.background, c.muted)
	c.text(margin+132, 56, size, left, c.foreground, "reference")
	c.line(c.limit, 1.5, ` stroke-dasharray="5 4"`, margin+216, 51, margin+238, 51)
	c.text(margin+244, 56, size, left, c.foreground, fmt.Sprintf("aim: at most %.2f", aim))
	c.text(oursRight, 56, size-1, right, c.muted, "a2iflows-go")
	c.text(referenceEnd, 56, size-1, right, c.muted, "reference")

	for v := low; v <= high; v *= 10 {
		c.line(c.grid, 1, "", x(v), top, x(v), axis)
		c.text(x(v), axis+18, size-1, center, c.muted, count(v))
	}
	c.line(c.muted, 1, "", x(1), top, x(1), axis)
	c.line(c.limit, 1.5, ` stroke-dasharray="5 4"`, x(aim), top, x(aim), axis)
	c.text(referenceEnd, axis+40, size-1, right, c.muted, "× the plain cell, per unit or per byte, whichever is less (logarithmic)")
	y := float64(top)
	for _, g := range groups {
		c.rect(margin, y-8, c.width-2*margin, titleHeight-14, 0, c.background, "none", "") // no grid behind the title
		c.bold(margin, y+12, size+1, left, c.foreground, g.title)
		c.text(margin, y+31, size-1, left, c.muted, "reference: "+g.reference)
		y += titleHeight - 12
		for _, s := range g.shapes {
			middle := y + rowHeight/2
			c.text(labelRight, middle+5, size, right, c.foreground, s.name)
			c.line(c.peer, 1, "", x(s.peer), middle, x(s.ours), middle)
			c.circle(x(s.peer), middle, 5, c.background, c.muted)
			c.circle(x(s.ours), middle, 5, c.ours, c.ours)
			c.bold(oursRight, middle+5, size-1, right, c.foreground, decimals(s.ours))
			c.text(referenceEnd, middle+5, size-1, right, c.muted, decimals(s.peer))
			y += rowHeight
		}
		y += 12
	}
	return c, nil
}
