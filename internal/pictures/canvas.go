package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
)

const (
	sans = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif"
	mono = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
)

// canvas is a picture that is being drawn. Its background is opaque, so that it is readable
// on any page, even if a viewer ignores <picture>.
type canvas struct {
	theme
	width, height float64
	body          bytes.Buffer
}

func newCanvas(t theme, width, height float64) *canvas {
	return &canvas{theme: t, width: width, height: height}
}

// px formats a coordinate. A tenth of a pixel is enough.
func px(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// Alignments of a text: the part of the text that is at x.
const (
	left   = "start"
	center = "middle"
	right  = "end"
)

// text writes s with its baseline at y.
func (c *canvas) text(x, y, size float64, align, color, s string) {
	c.styled(x, y, size, align, color, "", s)
}

// bold is text in bold type.
func (c *canvas) bold(x, y, size float64, align, color, s string) {
	c.styled(x, y, size, align, color, ` font-weight="600"`, s)
}

// styled is text with more attributes.
func (c *canvas) styled(x, y, size float64, align, color, attributes, s string) {
	fmt.Fprintf(&c.body, `<text x="%s" y="%s" font-size="%s" text-anchor="%s" fill="%s"%s>`, px(x), px(y), px(size), align, color, attributes)
	_ = xml.EscapeText(&c.body, []byte(s)) // writing to a buffer never fails
	c.body.WriteString("</text>\n")
}

func (c *canvas) rect(x, y, width, height, radius float64, fill, stroke, attributes string) {
	fmt.Fprintf(&c.body, `<rect x="%s" y="%s" width="%s" height="%s" rx="%s" fill="%s" stroke="%s"%s/>`+"\n", px(x), px(y), px(width), px(height), px(radius), fill, stroke, attributes)
}

func (c *canvas) circle(x, y, radius float64, fill, stroke string) {
	fmt.Fprintf(&c.body, `<circle cx="%s" cy="%s" r="%s" fill="%s" stroke="%s" stroke-width="1.6"/>`+"\n", px(x), px(y), px(radius), fill, stroke)
}

// line draws a line through points, given as x, y, x, y.
func (c *canvas) line(color string, width float64, attributes string, points ...float64) {
	fmt.Fprintf(&c.body, `<polyline fill="none" stroke="%s" stroke-width="%s"%s points="`, color, px(width), attributes)
	for i, v := range points {
		if i > 0 {
			c.body.WriteByte(' ')
		}
		c.body.WriteString(px(v))
	}
	c.body.WriteString("\"/>\n")
}

// svg returns the picture.
func (c *canvas) svg() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]s %[2]s" width="%[1]s" height="%[2]s" font-family="%[3]s">`+"\n", px(c.width), px(c.height), sans)
	b.WriteString("<!-- Drawn by go generate ./internal/pictures. -->\n")
	fmt.Fprintf(&b, `<rect x="0.5" y="0.5" width="%s" height="%s" rx="8" fill="%s" stroke="%s"/>`+"\n", px(c.width-1), px(c.height-1), c.background, c.border)
	b.Write(c.body.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}
