//go:build unix

package main

import (
	"bytes"
	"fmt"
	"image/color"
	"os"
	"runtime"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// reasons say why the cost of a loop is not the same within a factor of 2.
var reasons = map[string]string{
	"a2itest Start":        caches,
	"a2itest Loops":        caches,
	"export":               processStart,
	"localservice load":    processStart,
	"localservice restart": processStart,
}

const caches = "a thousand loops fit into the processor's caches."

const processStart = "the start and the end of a process take most of the time at 1,000 loops. Compare the columns from 10,000 on."

func markdown(measured []result) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Growth\n\nMade by `go -C internal/bench run ./growth`. Each value is what one loop costs: elapsed time, and memory. "+
		"Each was measured in a process of its own for at least a second; the table has the median. The factor is the largest time divided by the smallest.\n\n"+
		"Machine: %d cores used, %s/%s, %s.\n\n![Time of a loop by the number of loops](growth.svg)\n\n", runtime.GOMAXPROCS(0), runtime.GOOS, runtime.GOARCH, runtime.Version())
	b.WriteString("| work |")
	for _, p := range measured[0].points {
		fmt.Fprintf(&b, " %s loops |", thousands(p.n))
	}
	b.WriteString(" factor |\n|---|")
	for range measured[0].points {
		b.WriteString("---|")
	}
	b.WriteString("---|\n")
	for _, r := range measured {
		fmt.Fprintf(&b, "| %s |", r.series.name)
		for _, p := range r.points {
			fmt.Fprintf(&b, " %.1f µs |", p.micros)
		}
		fmt.Fprintf(&b, " %.1f |\n", r.factor())
	}
	b.WriteString("\n## Memory of a loop\n\nThe peak of a process includes what it takes without any loop, some 20 MB.\n\n| work |")
	for _, p := range measured[0].points {
		fmt.Fprintf(&b, " %s loops |", thousands(p.n))
	}
	b.WriteString(" of what |\n|---|")
	for range measured[0].points {
		b.WriteString("---|")
	}
	b.WriteString("---|\n")
	for _, r := range measured {
		if r.series.memory == "" {
			continue
		}
		fmt.Fprintf(&b, "| %s |", r.series.name)
		for _, p := range r.points {
			fmt.Fprintf(&b, " %s B |", thousands(int(p.bytes)))
		}
		fmt.Fprintf(&b, " %s |\n", r.series.memory)
	}
	b.WriteString("\n## What was measured\n\n")
	for _, r := range measured {
		fmt.Fprintf(&b, "- %s: %s.", r.series.name, r.series.what)
		if reason := reasons[r.series.name]; reason != "" && r.factor() > 2 {
			fmt.Fprintf(&b, " Not the same within a factor of 2: %s", reason)
		}
		b.WriteString("\n")
	}
	return b.Bytes()
}

// factor is how many times as much time a loop takes at most as at least.
func (r result) factor() float64 {
	least, most := r.points[0].micros, r.points[0].micros
	for _, p := range r.points {
		least, most = min(least, p.micros), max(most, p.micros)
	}
	return most / least
}

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

// chart draws the time of a loop by the number of loops, both on logarithmic axes.
func chart(measured []result, file string) error {
	p := plot.New()
	p.BackgroundColor = color.White
	p.Title.Text = "Time of one loop (flat is best)"
	p.Title.Padding = vg.Points(8)
	p.X.Label.Text, p.Y.Label.Text = "number of loops", "µs per loop"
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker = plot.TickerFunc(func(lowest, highest float64) (ticks []plot.Tick) {
		for n := 1000; float64(n) <= highest; n *= 10 {
			ticks = append(ticks, plot.Tick{Value: float64(n), Label: thousands(n)})
		}
		return ticks
	})
	p.Y.Tick.Marker = plot.LogTicks{Prec: -1}
	p.Add(plotter.NewGrid())
	p.Y.Min, p.Y.Max = 1, 1
	for i, r := range measured {
		line := make(plotter.XYs, len(r.points))
		for j, point := range r.points {
			line[j] = plotter.XY{X: float64(point.n), Y: point.micros}
			p.Y.Min, p.Y.Max = min(p.Y.Min, point.micros), max(p.Y.Max, point.micros)
		}
		l, points, err := plotter.NewLinePoints(line)
		if err != nil {
			return err
		}
		l.Color, l.Width = plotutil.Color(i), vg.Points(1.5)
		l.Dashes = plotutil.Dashes(i / len(plotutil.DefaultColors))
		points.Color, points.Shape = plotutil.Color(i), plotutil.Shape(i)
		p.Add(l, points)
		p.Legend.Add(r.series.name, l, points)
	}
	p.X.Min, p.X.Max = 900, 1.1*float64(measured[0].points[len(measured[0].points)-1].n)
	canvas := vgsvg.New(vg.Points(760), vg.Points(420))
	whole := draw.New(canvas)
	legend := p.Legend
	p.Legend = plot.NewLegend()
	p.Draw(draw.Crop(whole, vg.Points(6), -vg.Points(220), vg.Points(6), -vg.Points(6)))
	legend.Top, legend.Padding = true, vg.Points(4)
	legend.Draw(draw.Crop(whole, vg.Points(560), -vg.Points(10), vg.Points(6), -vg.Points(40)))
	drawing, err := os.Create(file)
	if err != nil {
		return err
	}
	if _, err = canvas.WriteTo(drawing); err != nil {
		_ = drawing.Close()
		return err
	}
	return drawing.Close()
}
