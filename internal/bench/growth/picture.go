//go:build linux

package main

import (
	"errors"
	"image/color"
	"math"
	"os"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// colors of the series, in their order: they differ in hue and in brightness.
var colors = []color.Color{
	color.RGBA{0x0b, 0x57, 0xa4, 0xff}, color.RGBA{0xd5, 0x5e, 0x00, 0xff}, color.RGBA{0x00, 0x7a, 0x5a, 0xff},
	color.RGBA{0x8a, 0x2b, 0x8f, 0xff}, color.RGBA{0x8a, 0x6d, 0x00, 0xff}, color.RGBA{0xb0, 0x1e, 0x2e, 0xff},
	color.RGBA{0x2a, 0x9d, 0xc4, 0xff}, color.RGBA{0x5a, 0x5a, 0x5a, 0xff}, color.RGBA{0xe0, 0x6a, 0xa6, 0xff},
	color.RGBA{0x5b, 0x8c, 0x1e, 0xff}, color.RGBA{0x7a, 0x45, 0x20, 0xff},
}

// Sizes of the picture.
const (
	width       = 720 * vg.Length(1)
	panelHeight = 300 * vg.Length(1)
	legendWidth = 250 * vg.Length(1) // what shows the text may have a wider font than what laid it out
	margin      = 12 * vg.Length(1)
)

// draw draws the parts, except elapsed time, one above the other.
func (r *report) draw(file string) error {
	drawn := slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return p.title == elapsedTime })
	canvas := vgsvg.New(width, panelHeight*vg.Length(len(drawn)))
	rest := draw.New(canvas)
	rest.SetColor(color.White) // the page that shows it may be black
	rest.Fill(rest.Rectangle.Path())
	for _, p := range drawn {
		if err := r.panel(p, draw.Crop(rest, margin, -margin, rest.Max.Y-rest.Min.Y-panelHeight+margin, -margin)); err != nil {
			return err
		}
		rest = draw.Crop(rest, 0, 0, 0, -panelHeight)
	}
	drawing, err := os.Create(file)
	if err != nil {
		return err
	}
	_, err = canvas.WriteTo(drawing)
	return errors.Join(err, drawing.Close())
}

// panel draws the series of a part over the number of loops, both logarithmic, and a
// legend to their right.
func (r *report) panel(p part, canvas draw.Canvas) error {
	panel, legend := plot.New(), plot.NewLegend()
	panel.BackgroundColor = color.White
	panel.Title.Text, panel.Title.Padding = p.title+", "+p.unit, vg.Points(8)
	panel.X.Label.Text, panel.Y.Label.Text = "loops", p.unit
	panel.X.Scale, panel.Y.Scale = plot.LogScale{}, plot.LogScale{}
	panel.X.Tick.Marker, panel.Y.Tick.Marker = decades{}, decades{}
	panel.Add(plotter.NewGrid())
	legend.Top, legend.Left, legend.Padding, legend.TextStyle.Font.Size = true, true, vg.Points(3), vg.Points(10)
	least, most, next := math.Inf(1), math.Inf(-1), 0
	for _, w := range works {
		for _, s := range w.series {
			stroke := colors[next]
			next++
			if !p.includes(s) {
				continue
			}
			var points plotter.XYs
			for i, v := range r.values(p, w, s) {
				if v > 0 { // a logarithmic axis has no other values
					points = append(points, plotter.XY{X: float64(r.sizes[i]), Y: v})
					least, most = min(least, v), max(most, v)
				}
			}
			if len(points) == 0 {
				continue
			}
			line, dots, err := plotter.NewLinePoints(points)
			if err != nil {
				return err
			}
			line.Color, dots.Color = stroke, stroke
			line.Width, dots.Shape, dots.Radius = vg.Points(1.6), draw.CircleGlyph{}, vg.Points(2.4)
			panel.Add(line, dots)
			legend.Add(s.name, line, dots)
		}
	}
	panel.X.Min, panel.X.Max = minLoops, float64(max(10*minLoops, r.sizes[len(r.sizes)-1]))
	panel.Y.Min, panel.Y.Max = decade(least, math.Floor), decade(most, math.Ceil)
	panel.Draw(draw.Crop(canvas, 0, -legendWidth, 0, 0))
	legend.Draw(draw.Crop(canvas, width-2*margin-legendWidth+margin, 0, 0, -2*margin))
	return nil
}

// decade returns the power of ten that rounds a value up or down.
func decade(v float64, round func(float64) float64) float64 {
	return math.Pow(10, round(math.Log10(v)))
}

// decades labels the powers of ten of a logarithmic axis.
type decades struct{}

func (decades) Ticks(low, high float64) (ticks []plot.Tick) {
	for v := decade(low, math.Floor); v <= high*1.0001; v *= 10 {
		label := strconv.FormatFloat(v, 'g', -1, 64)
		if v >= 1 {
			label = count(int(math.Round(v)))
		}
		ticks = append(ticks, plot.Tick{Value: v, Label: label})
	}
	return ticks
}
