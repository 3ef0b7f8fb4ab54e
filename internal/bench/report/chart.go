//go:build unix

package main

import (
	"errors"
	"fmt"
	"image/color"
	"os"
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
	p := plot.New()
	p.BackgroundColor = color.White
	p.Title.Text = "CPU time, as a part of the slowest one's (less is better)"
	p.Title.Padding = vg.Points(10)
	p.X.Min, p.X.Max = 0, 1.02
	var ours, peers plotter.Values
	var names []string
	for i := len(r.works) - 1; i >= 0; i-- { // the first work stands at the top
		m := &r.works[i]
		slowest := 0.0
		for _, s := range m.order {
			slowest = max(slowest, m.median(s, byCPU))
		}
		for j := len(m.order) - 1; j >= 0; j-- {
			part := m.median(m.order[j], byCPU) / slowest
			if strings.HasPrefix(m.order[j], bench.Ours) || m.order[j] == decoders.All[0].Name {
				ours, peers = append(ours, part), append(peers, 0)
			} else {
				ours, peers = append(ours, 0), append(peers, part)
			}
			names = append(names, fmt.Sprintf("%s, %.0f µs", short.Replace(m.order[j]), m.median(m.order[j], byCPU)))
		}
		ours, peers, names = append(ours, 0), append(peers, 0), append(names, short.Replace(m.work)+":")
	}
	for _, bars := range []struct {
		values plotter.Values
		color  color.Color
	}{{ours, color.RGBA{0x0b, 0x57, 0xa4, 0xff}}, {peers, color.RGBA{0xa9, 0xb4, 0xc0, 0xff}}} {
		chart, err := plotter.NewBarChart(bars.values, vg.Points(13))
		if err != nil {
			return err
		}
		chart.Horizontal, chart.LineStyle.Width, chart.Color = true, 0, bars.color
		p.Add(chart)
	}
	p.NominalY(names...)
	p.Y.Padding = vg.Points(36) // what shows the text may have a wider font than what laid it out
	canvas := vgsvg.New(vg.Points(640), vg.Points(18*float64(len(names))+60))
	p.Draw(draw.Crop(draw.New(canvas), vg.Points(4), -vg.Points(12), 0, -vg.Points(12)))
	drawing, err := os.Create(file)
	if err != nil {
		return err
	}
	_, err = canvas.WriteTo(drawing)
	return errors.Join(err, drawing.Close())
}
