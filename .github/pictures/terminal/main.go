// Terminal draws what a command printed as it looks in a terminal: a command
// line and its output from stdin become an SVG on stdout.
//
//	go run ./examples/quickstart | go run ./.github/pictures/terminal 'go run ./examples/quickstart'
package main

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

const (
	lineHeight = 19.0
	charWidth  = 8.0 // of the font below at its size, about
	margin     = 18.0
)

func main() {
	if err := draw(os.Stdout, os.Stdin, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "terminal:", err)
		os.Exit(1)
	}
}

func draw(out io.Writer, in io.Reader, command []string) error {
	lines := []string{"$ " + strings.Join(command, " ")}
	widest := 0
	for s := bufio.NewScanner(in); s.Scan(); {
		lines = append(lines, s.Text())
	}
	for _, line := range lines {
		widest = max(widest, utf8.RuneCountInString(line))
	}
	w := bufio.NewWriter(out)
	width, height := 2*margin+charWidth*float64(widest), 2*margin+lineHeight*float64(len(lines))
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]g %[2]g" width="%[1]g" height="%[2]g" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">`+"\n", width, height)
	fmt.Fprintf(w, `<rect width="%g" height="%g" rx="8" fill="#11161c"/>`+"\n", width, height)
	for i, line := range lines {
		color := "#d5dce3"
		switch {
		case i == 0:
			color = "#ffffff"
		case strings.HasPrefix(line, "== "):
			color = "#86bdf5"
		case line == "":
			continue
		}
		// The length makes columns stand under each other in any font.
		fmt.Fprintf(w, `<text x="%g" y="%g" fill="%s" xml:space="preserve" textLength="%g" lengthAdjust="spacingAndGlyphs">`,
			margin, margin+lineHeight*(float64(i)+0.75), color, charWidth*float64(utf8.RuneCountInString(line)))
		if err := xml.EscapeText(w, []byte(line)); err != nil {
			return err
		}
		fmt.Fprintln(w, "</text>")
	}
	fmt.Fprintln(w, "</svg>")
	return w.Flush()
}
