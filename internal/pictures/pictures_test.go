package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	m.Run()
}

const root = "../.."

// skipWithoutBench skips a test in the module's archive, which does not contain
// internal/bench, because that is a separate module.
func skipWithoutBench(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(root, "internal", "bench")); errors.Is(err, fs.ErrNotExist) {
		t.Skip("this is the module's archive: internal/bench, which has reports and charts, is not part of it")
	}
}

// Each picture is what the program draws from the current files.
func TestPicturesAreCurrent(t *testing.T) {
	skipWithoutBench(t)
	for _, p := range pictures {
		for _, theme := range themes {
			t.Run(p.file(theme), func(t *testing.T) {
				want, err := p.svg(root, theme)
				if err != nil {
					t.Fatal(err)
				}
				got, err := os.ReadFile(filepath.Join(root, p.file(theme)))
				if err != nil {
					t.Fatalf("%v: run go generate ./internal/pictures", err)
				}
				if !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), want) {
					t.Error("the file is out of date: run go generate ./internal/pictures")
				}
			})
		}
	}
}

// Nothing is drawn outside a picture. The widths of texts are estimates.
func TestNothingIsClipped(t *testing.T) {
	skipWithoutBench(t)
	for _, p := range pictures {
		t.Run(p.path, func(t *testing.T) {
			svg, err := p.svg(root, themes[0])
			if err != nil {
				t.Fatal(err)
			}
			var width, height float64
			texts := 0
			for decoder := xml.NewDecoder(bytes.NewReader(svg)); ; {
				token, err := decoder.Token()
				if errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
				start, ok := token.(xml.StartElement)
				if !ok {
					continue
				}
				attributes := map[string]string{}
				for _, a := range start.Attr {
					attributes[a.Name.Local] = a.Value
				}
				number := func(name string) float64 {
					v, err := parseNumber(attributes[name])
					if err != nil {
						t.Fatalf("<%s>, %s: %v", start.Name.Local, name, err)
					}
					return v
				}
				within := func(what string, left, top, right, bottom float64) {
					if left < 0 || top < 0 || right > width || bottom > height {
						t.Errorf("%q is from %.1f, %.1f to %.1f, %.1f, in a picture of %.0f × %.0f", what, left, top, right, bottom, width, height)
					}
				}
				switch start.Name.Local {
				case "svg":
					width, height = number("width"), number("height")
				case "text":
					texts++
					var s string
					if err := decoder.DecodeElement(&s, &start); err != nil {
						t.Fatal(err)
					}
					charWidth := 0.53 // width of a character relative to the font size, in the wide font DejaVu Sans
					if attributes["font-weight"] != "" {
						charWidth = 0.59
					}
					length := charWidth * number("font-size") * float64(len([]rune(s)))
					if attributes["textLength"] != "" {
						length = number("textLength")
					}
					from := number("x") - map[string]float64{left: 0, center: 0.5, right: 1}[attributes["text-anchor"]]*length
					within(s, from, number("y")-number("font-size"), from+length, number("y"))
				case "rect":
					x, y := number("x"), number("y")
					within("a rectangle", x, y, x+number("width"), y+number("height"))
				case "circle":
					x, y, r := number("cx"), number("cy"), number("r")
					within("a circle", x-r, y-r, x+r, y+r)
				case "polyline":
					points := strings.Fields(strings.ReplaceAll(attributes["points"], ",", " "))
					for i := 0; i+1 < len(points); i += 2 {
						x, errX := parseNumber(points[i])
						y, errY := parseNumber(points[i+1])
						if err := errors.Join(errX, errY); err != nil {
							t.Fatal(err)
						}
						within("a line", x, y, x, y)
					}
				}
			}
			if texts == 0 {
				t.Error("the picture has no text")
			}
		})
	}
}

// The charts show every row of their tables.
func TestChartsShowEveryRow(t *testing.T) {
	skipWithoutBench(t)
	for _, tc := range []struct {
		picture, report string
		columns         []string // the tables' columns; the first contains the names
		name            func(string) string
		leftOut         string // part of the title of a table that is left out
	}{
		{"report", "REPORT.md", []string{"subject"}, subjects.Replace, "-"},
		{"matrix", "REPORT.md", []string{"cell"}, func(s string) string { return s }, "different lengths"},
		{"growth", "GROWTH.md", []string{"series", "factor"}, seriesNames.Replace, "Elapsed time"},
	} {
		t.Run(tc.picture, func(t *testing.T) {
			svg, err := os.ReadFile(filepath.Join(root, "internal", "bench", tc.picture+".light.svg"))
			if err != nil {
				t.Fatal(err)
			}
			markdown, err := os.ReadFile(filepath.Join(root, "internal", "bench", tc.report))
			if err != nil {
				t.Fatal(err)
			}
			tables, err := tablesWith(strings.ReplaceAll(string(markdown), "\r\n", "\n"), tc.columns...)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]int{}
			for _, table := range tables {
				if strings.Contains(table.title, tc.leftOut) {
					continue
				}
				rows := table.rows
				if tc.columns[0] == "cell" {
					rows = rows[1:] // the baseline, to which the other rows are compared
				}
				for _, row := range rows {
					var name bytes.Buffer
					if err := xml.EscapeText(&name, []byte(tc.name(table.text(row, tc.columns[0])))); err != nil {
						t.Fatal(err)
					}
					want[">"+name.String()+"<"]++
				}
			}
			for name, rows := range want {
				if got := strings.Count(string(svg), name); got < rows {
					t.Errorf("the chart shows %q %d times, want %d", name, got, rows)
				}
			}
		})
	}
}

// All pictures are written to the folder that they are read from.
func TestDrawAll(t *testing.T) {
	skipWithoutBench(t)
	folder := t.TempDir()
	for _, p := range pictures {
		if err := os.MkdirAll(filepath.Join(folder, filepath.Dir(p.path)), 0o777); err != nil {
			t.Fatal(err)
		}
		if p.source == "" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(root, p.source))
		if err == nil {
			err = os.MkdirAll(filepath.Join(folder, filepath.Dir(p.source)), 0o777)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, p.source), content, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := drawAll(folder); err != nil {
		t.Fatal(err)
	}
	for _, p := range pictures {
		for _, theme := range themes {
			if _, err := os.Stat(filepath.Join(folder, p.file(theme))); err != nil {
				t.Error(err)
			}
		}
	}
	if err := drawAll(t.TempDir()); err == nil {
		t.Error("drawAll without reports succeeds, want an error")
	}
}

func TestSourceErrors(t *testing.T) {
	growth := func(header string, rows ...string) string {
		return header + "\n|---|\n" + strings.Join(rows, "\n") + "\n"
	}
	var many []string
	for i := range len(themes[0].series) + 1 {
		many = append(many, fmt.Sprintf("| s%d | | 1 | 1 |", i))
	}
	for _, tc := range []struct {
		name, content string
		draw          func(theme, string) (*canvas, error)
		want          string
	}{
		{"quickstart without the omitted step", "== Start\n", drawQuickstart, "correct firstOmitted"},
		{"quickstart with a long line", strings.Repeat("x", 81) + "\n" + firstOmitted, drawQuickstart, "more than 80 columns"},
		{"growth without tables", "", drawGrowth, "no table has the columns"},
		{"growth without a number of loops", growth("| series | 0 loops, total | factor |", "| s | | 1 |"), drawGrowth, "no column is a number of loops"},
		{"growth with a value of 0", growth("| series | 0 loops, total | 1,000 | factor |", "| s | | 0 | 1 |"), drawGrowth, "only positive values"},
		{"growth with a value that is not a number", growth("| series | 0 loops, total | 1,000 | factor |", "| s | | x | 1 |"), drawGrowth, `"x" does not begin with a number`},
		{"growth with more series than colors", growth("| series | 0 loops, total | 1,000 | factor |", many...), drawGrowth, "add colors to the themes"},
		{"matrix without tables", "", drawMatrix, "no table has the columns"},
		{"costs without tables", "", drawCosts, "no table has the columns"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := tc.draw(themes[0], tc.content); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error with %q", err, tc.want)
			}
		})
	}
}

func TestCount(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 0.01: "0.01", 1: "1", 999: "999", 1000: "1,000", 12345: "12,345", 1_000_000: "1,000,000"} {
		if got := count(v); got != want {
			t.Errorf("count of %v: got %s, want %s", v, got, want)
		}
	}
}
