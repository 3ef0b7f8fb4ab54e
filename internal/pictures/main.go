// Command pictures draws the pictures of README and of the reports, each for a light
// and for a dark page. Run it with
//
//	go generate ./internal/pictures
//
// after a change to the quickstart's expected output, to the tables in REPORT.md and
// GROWTH.md, or to this program. It reads the numbers from the reports, so that a chart
// always matches the tables next to it and can be redrawn without a new measurement.
//
// Screenshots are the exception: .github/pictures/make takes them with a browser.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

//go:generate go run .

// picture is one picture, drawn once for each theme.
type picture struct {
	path   string // in the repository, without ".light.svg" and ".dark.svg"
	source string // the file with its numbers or lines, if it has one
	draw   func(t theme, content string) (*canvas, error)
}

var pictures = []picture{
	{".github/pictures/quickstart", "examples/quickstart/testdata/output.txt", drawQuickstart},
	{".github/pictures/loop", "", drawLoop},
	{"internal/bench/report", "internal/bench/REPORT.md", drawCosts},
	{"internal/bench/matrix", "internal/bench/REPORT.md", drawMatrix},
	{"internal/bench/growth", "internal/bench/GROWTH.md", drawGrowth},
}

func main() {
	if err := drawAll("../.."); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

// drawAll writes all pictures to the repository in the folder root.
func drawAll(root string) error {
	for _, p := range pictures {
		for _, t := range themes {
			svg, err := p.svg(root, t)
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(root, p.file(t)), svg, 0o666); err != nil {
				return err
			}
		}
	}
	return nil
}

// file returns the path of the picture for a theme.
func (p picture) file(t theme) string { return p.path + "." + t.name + ".svg" }

// svg returns the picture for a theme.
func (p picture) svg(root string, t theme) ([]byte, error) {
	var content []byte
	if p.source != "" {
		var err error
		if content, err = os.ReadFile(filepath.Join(root, p.source)); err != nil {
			return nil, err
		}
	}
	c, err := p.draw(t, strings.ReplaceAll(string(content), "\r\n", "\n"))
	if err != nil {
		return nil, fmt.Errorf("%s from %s: %w", p.path, p.source, err)
	}
	return c.svg(), nil
}
