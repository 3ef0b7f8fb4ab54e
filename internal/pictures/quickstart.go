package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// firstOmitted is the heading of the first step that the picture omits.
const firstOmitted = "== Start another loop"

// shortened shortens the quickstart's long lines, and replaces the words that its test masks.
var shortened = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`ADDRESS`), "127.0.0.1:41723"},
	{regexp.MustCompile(`arn:aws:sagemaker:\S*:human-loop/`), "arn:aws:sagemaker:…:human-loop/"},
	{regexp.MustCompile(`s3://([^/\s]+)/\S*/([^/\s]+/output\.json)`), "s3://$1/…/$2"},
}

// drawQuickstart draws the output of the quickstart's first steps, up to the answer, in a
// terminal.
func drawQuickstart(t theme, output string) (*canvas, error) {
	shown, _, found := strings.Cut(output, firstOmitted)
	if !found {
		return nil, fmt.Errorf("no line begins with %q: correct firstOmitted", firstOmitted)
	}
	for _, s := range shortened {
		shown = s.pattern.ReplaceAllString(shown, s.with)
	}
	lines := append([]string{"$ go run ./examples/quickstart"}, strings.Split(strings.TrimSpace(shown), "\n")...)
	lines = append(lines, "…")
	columns := 0
	for _, line := range lines {
		columns = max(columns, utf8.RuneCountInString(line))
	}
	if columns > 80 {
		return nil, errors.New("a line has more than 80 columns: shorten it")
	}

	const size, charWidth, lineHeight, margin, bar = 14, 8.4, 20, 20, 30
	c := newCanvas(t, 2*margin+charWidth*float64(columns), bar+2*margin+lineHeight*float64(len(lines))-8)
	c.rect(0.5, 0.5, c.width-1, bar, 8, c.bar, c.border, "")
	for i, color := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		c.circle(margin+18*float64(i), bar/2, 5, color, color)
	}
	for i, line := range lines {
		color := c.foreground
		switch {
		case strings.HasPrefix(line, "== "):
			color = c.heading
		case line == "":
			continue
		}
		// The length makes columns line up in any font.
		length := fmt.Sprintf(` font-family="%s" xml:space="preserve" textLength="%s" lengthAdjust="spacingAndGlyphs"`, mono, px(charWidth*float64(utf8.RuneCountInString(line))))
		c.styled(margin, bar+margin+lineHeight*(float64(i)+0.6), size, left, color, length, line)
	}
	return c, nil
}
