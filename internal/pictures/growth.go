package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// seriesNames shortens names, so that a line's name fits next to its end.
var seriesNames = strings.NewReplacer("creation times not in order", "unordered times", "localservice -data: ", "localservice: ")

// series is one line of a panel.
type series struct {
	name   string
	color  string
	values []float64 // one for each number of loops
	y      float64   // the position of its name
}

// drawGrowth draws each table of the growth report, except elapsed time, as a panel: the cost
// of one loop against the number of loops, both logarithmic. A flat line is a cost that does
// not grow.
func drawGrowth(t theme, report string) (*canvas, error) {
	tables, err := tablesWith(report, "series", "factor")
	if err != nil {
		return nil, err
	}
	tables = slices.DeleteFunc(tables, func(t table) bool { return strings.HasPrefix(t.title, "Elapsed time") })
	const panelHeight = 330
	c := newCanvas(t, 680, 30+panelHeight*float64(len(tables)))
	colors := map[string]string{} // a series has the same color in each panel
	for i, table := range tables {
		if err := c.panel(table, 16+panelHeight*float64(i), colors); err != nil {
			return nil, fmt.Errorf("table %q: %w", table.title, err)
		}
	}
	return c, nil
}

// panel draws a table below top.
func (c *canvas) panel(t table, top float64, colors map[string]string) error {
	first := slices.IndexFunc(t.header, func(column string) bool {
		_, err := parseNumber(column)
		return err == nil && column != "0 loops, total"
	})
	last := slices.Index(t.header, "factor")
	if first < 0 || last <= first {
		return fmt.Errorf("no column is a number of loops: %q", t.header)
	}
	var lines []series
	smallest, largest := math.Inf(1), math.Inf(-1)
	for _, row := range t.rows {
		s := series{name: seriesNames.Replace(row[0])}
		if colors[s.name] == "" {
			if len(colors) == len(c.series) {
				return fmt.Errorf("more than %d series: add colors to the themes", len(c.series))
			}
			colors[s.name] = c.series[len(colors)]
		}
		s.color = colors[s.name]
		for _, cell := range row[first:last] {
			v, err := parseNumber(cell)
			if err != nil {
				return err
			}
			if v <= 0 {
				return fmt.Errorf("%s is %v: a logarithmic axis has only positive values", s.name, v)
			}
			s.values = append(s.values, v)
			smallest, largest = min(smallest, v), max(largest, v)
		}
		lines = append(lines, s)
	}

	const size, from, to, height, spacing = 14, 66, 428, 240, 17
	bottom := top + 34 + height
	low, high := math.Log10(decade(smallest, math.Floor)), math.Log10(decade(largest, math.Ceil))
	x := func(i int) float64 { return from + (to-from)*float64(i)/float64(max(1, last-first-1)) }
	y := func(v float64) float64 { return bottom - height*(math.Log10(v)-low)/(high-low) }
	c.bold(16, top+16, size+2, left, c.foreground, t.title+" (logarithmic)")
	for e := low; e <= high; e++ {
		v := math.Pow(10, e)
		c.line(c.grid, 1, "", from, y(v), to, y(v))
		c.text(from-8, y(v)+5, size-1, right, c.muted, count(v))
	}
	for i, column := range t.header[first:last] {
		c.line(c.grid, 1, "", x(i), bottom-height, x(i), bottom)
		c.text(x(i), bottom+22, size-1, center, c.muted, column)
	}
	c.text((from+to)/2, bottom+41, size-1, center, c.muted, "loops")

	end := func(s series) float64 { return y(s.values[len(s.values)-1]) }
	slices.SortStableFunc(lines, func(a, b series) int { return int(math.Copysign(1, end(a)-end(b))) })
	spread(lines, end, spacing, bottom)
	for _, s := range lines {
		var points []float64
		for i, v := range s.values {
			points = append(points, x(i), y(v))
		}
		c.line(s.color, 2, "", points...)
		c.line(s.color, 1, "", to+5, end(s), to+18, s.y, to+24, s.y)
		for i := range s.values {
			c.circle(x(i), y(s.values[i]), 2.5, s.color, s.color)
		}
		c.text(to+28, s.y+5, size-1, left, c.foreground, s.name)
	}
	return nil
}

// spread places the names next to the ends of their lines, at least spacing apart and above
// bottom. The lines must be sorted from top to bottom.
func spread(lines []series, end func(series) float64, spacing, bottom float64) {
	for i := range lines {
		lines[i].y = end(lines[i])
		if i > 0 {
			lines[i].y = max(lines[i].y, lines[i-1].y+spacing)
		}
	}
	limit := bottom
	for i := len(lines) - 1; i >= 0; i-- {
		lines[i].y = min(lines[i].y, limit)
		limit = lines[i].y - spacing
	}
}
