package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// table is a table of a Markdown file.
type table struct {
	title  string // the heading above it, without #
	intro  string // the last line of text above it
	header []string
	rows   [][]string
}

// tablesWith returns the tables of a Markdown document that have all these columns.
func tablesWith(markdown string, columns ...string) ([]table, error) {
	var tables []table
	var title, intro string
	inTable := false
	for line := range strings.SplitSeq(markdown, "\n") {
		if !strings.HasPrefix(line, "|") {
			inTable = false
			if heading := strings.TrimLeft(line, "#"); heading != line {
				title, intro = strings.TrimSpace(heading), ""
			} else if line != "" {
				intro = line
			}
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case !inTable:
			inTable = true
			tables = append(tables, table{title: title, intro: intro, header: cells})
		case strings.HasPrefix(cells[0], "---"):
		default:
			last := &tables[len(tables)-1]
			if len(cells) != len(last.header) {
				return nil, fmt.Errorf("table under %q: a row has %d cells, want %d", title, len(cells), len(last.header))
			}
			last.rows = append(last.rows, cells)
		}
	}
	tables = slices.DeleteFunc(tables, func(t table) bool {
		return slices.ContainsFunc(columns, func(column string) bool { return !slices.Contains(t.header, column) })
	})
	if len(tables) == 0 {
		return nil, fmt.Errorf("no table has the columns %q", columns)
	}
	return tables, nil
}

// text returns a row's cell in a column that the table has.
func (t *table) text(row []string, column string) string {
	return row[slices.Index(t.header, column)]
}

// number returns a row's cell as a number. A unit may follow the number.
func (t *table) number(row []string, column string) (float64, error) {
	return parseNumber(t.text(row, column))
}

func parseNumber(cell string) (float64, error) {
	number, _, _ := strings.Cut(cell, " ")
	v, err := strconv.ParseFloat(strings.ReplaceAll(number, ",", ""), 64)
	if err != nil {
		return 0, fmt.Errorf("%q does not begin with a number", cell)
	}
	return v, nil
}
