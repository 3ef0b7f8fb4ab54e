//go:build unix

package main

import (
	"errors"
	"fmt"
	"image/color"
	"os"
	"slices"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/bench"
	"github.com/a2iflows/a2iflows-go/internal/bench/decoders"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// short makes names fit.
var short = strings.NewReplacer("SkipInputValidation", "unchecked", "json.Marshal and", "Marshal and", "this module's restjson", bench.Ours,
	", bytes as they are", " (raw)", ", 3,000,000 characters", ", 3 MB", "Reading the JSON of a page of 100", "JSON of 100 items")

// chart draws the CPU time of each work's subjects, as parts of the slowest one's.
func (r *report) chart(file string) error {
	var bars []bar
	for i := range r.works {
		m := &r.works[i]
		slowest := 0.0
		for _, s := range m.order {
			slowest = max(slowest, m.median(s, byCPU))
		}
		bars = append(bars, bar{name: short.Replace(m.work) + ":"})
		for _, s := range m.order {
			cpu := m.median(s, byCPU)
			bars = append(bars, bar{
				name: fmt.Sprintf("%s, %.0f µs", short.Replace(s), cpu), value: cpu / slowest,
				ours: strings.HasPrefix(s, bench.Ours) || s == decoders.All[0].Name,
			})
		}
	}
	return drawBars("CPU time, as a part of the slowest one's (less is better)", "× the slowest", bars, file)
}

// bar is a horizontal bar, or a title if its value is 0.
type bar struct {
	name  string
	value float64
	ours  bool
}

// drawBars draws bars from the top to the bottom.
func drawBars(title, unit string, bars []bar, file string) error {
	p := plot.New()
	p.BackgroundColor = color.White
	p.Title.Text = title
	p.Title.Padding = vg.Points(10)
	p.X.Label.Text = unit
	p.X.Min, p.X.Max = 0, 1.02
	var names []string
	values := map[bool]plotter.Values{}
	for _, b := range slices.Backward(bars) {
		names = append(names, b.name)
		values[b.ours], values[!b.ours] = append(values[b.ours], b.value), append(values[!b.ours], 0)
		p.X.Max = max(p.X.Max, 1.05*b.value)
	}
	for ours, fill := range map[bool]color.Color{true: color.RGBA{0x0b, 0x57, 0xa4, 0xff}, false: color.RGBA{0xa9, 0xb4, 0xc0, 0xff}} {
		chart, err := plotter.NewBarChart(values[ours], vg.Points(13))
		if err != nil {
			return err
		}
		chart.Horizontal, chart.LineStyle.Width, chart.Color = true, 0, fill
		p.Add(chart)
	}
	p.NominalY(names...)
	p.Y.Padding = vg.Points(36) // what shows the text may have a wider font than what laid it out
	canvas := vgsvg.New(vg.Points(640), vg.Points(18*float64(len(names))+80))
	p.Draw(draw.Crop(draw.New(canvas), vg.Points(4), -vg.Points(12), vg.Points(4), -vg.Points(12)))
	drawing, err := os.Create(file)
	if err != nil {
		return err
	}
	_, err = canvas.WriteTo(drawing)
	return errors.Join(err, drawing.Close())
}
