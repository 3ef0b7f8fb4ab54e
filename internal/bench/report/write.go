//go:build unix

package main

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/bench"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// report is what was measured.
type report struct {
	works   []measured
	figures []figure
}

// figure is one figure and what it should be.
type figure struct{ what, want, got, reached string }

const (
	atMost = iota
	atLeast
)

func (r *report) add(what, want string, got, limit float64, kind int, format string) {
	reached := "yes"
	if kind == atMost && got > limit || kind == atLeast && got < limit {
		reached = "no"
	}
	r.figures = append(r.figures, figure{what, want, fmt.Sprintf(format, got), reached})
}

// judge adds the figures of the works that are measured by CPU time.
func (r *report) judge() {
	for i := range r.works {
		m := &r.works[i]
		ratio := func(peer string, limit float64) {
			r.add(m.work+", CPU time", fmt.Sprintf("at most %.2f × %s", limit, peer), m.ratio(bench.Ours, peer, byCPU), limit, atMost, "%.2f")
		}
		allocs := func(limit float64) {
			r.add(m.work+", allocations", fmt.Sprintf("at most %.0f", limit), math.Round(m.median(bench.Ours, byAllocs)), limit, atMost, "%.0f")
		}
		switch {
		case strings.HasPrefix(m.work, "Describe"):
			ratio(bench.BareName, 1)
			ratio(bench.Lambda, 0.33)
			allocs(90)
		case strings.HasPrefix(m.work, "ListHumanLoops"):
			ratio(bench.Lambda, 0.30)
			ratio(bench.BareName, 0.25)
			allocs(150)
		case strings.HasPrefix(m.work, "ListFlow"):
			ratio(bench.Agent, 0.40)
		case strings.HasPrefix(m.work, "NewFromConfig"):
			ratio(bench.Lambda, 0.50)
		case strings.HasPrefix(m.work, "Start"):
			unchecked := m.ratio(bench.Unchecked, bench.Floor, byCPU)
			r.add(m.work+", CPU time without the checks", "at most 0.60 × json.Marshal and SHA-256", unchecked, 0.6, atMost, "%.2f")
			r.add("… what the checks add", "at most 0.60 × the same", m.ratio(bench.Ours, bench.Floor, byCPU)-unchecked, 0.6, atMost, "%.2f")
			r.add("… memory allocated", "at most 1.30 × the body", m.median(bench.Ours, byBytes)/bench.StartBodyBytes(), 1.3, atMost, "%.2f")
		}
	}
}

func (r *report) markdown(rounds int) []byte {
	others := r.figures
	r.figures = nil
	r.judge()
	r.figures = append(r.figures, others...)
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Measurements\n\nMade by `go -C internal/bench run ./report`: %d rounds, in each of which every subject did the work in turn;\n"+
		"medians of the rounds, and medians of the rounds' ratios. CPU time is that of the whole process, garbage collection included.\n\n", rounds)
	fmt.Fprintf(&b, "Machine: %s, %d cores used, %s/%s, %s. Peers: %s.\n\n![CPU time of a call, ours and the peers'](report.svg)\n\n", cpuName(), runtime.GOMAXPROCS(0), runtime.GOOS, runtime.GOARCH, runtime.Version(), versions())
	fmt.Fprintf(&b, "## What was aimed at\n\n| work | aim | measured | reached |\n|---|---|---|---|\n")
	for _, f := range r.figures {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", f.what, f.want, f.got, f.reached)
	}
	fmt.Fprintf(&b, "\n## What a call costs\n\n| work | subject | CPU time | allocations | bytes |\n|---|---|---|---|---|\n")
	for i := range r.works {
		m := &r.works[i]
		for _, s := range m.order {
			fmt.Fprintf(&b, "| %s | %s | %.1f µs | %.0f | %.0f |\n", m.work, s, m.median(s, byCPU), m.median(s, byAllocs), m.median(s, byBytes))
		}
	}
	return b.Bytes()
}

// chart draws the CPU time of each work's subjects, as parts of the slowest one's.
func (r *report) chart(file string) error {
	p := plot.New()
	p.BackgroundColor = color.White
	p.Title.Text = "CPU time of a call, as a part of the slowest one's (less is better)"
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
			if strings.HasPrefix(m.order[j], bench.Ours) {
				ours, peers = append(ours, part), append(peers, 0)
			} else {
				ours, peers = append(ours, 0), append(peers, part)
			}
			names = append(names, strings.NewReplacer("SkipInputValidation", "unchecked", "json.Marshal and", "Marshal and").Replace(m.order[j]))
		}
		ours, peers, names = append(ours, 0), append(peers, 0), append(names, m.work+":")
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
	p.Y.Padding = vg.Points(24) // fonts differ in width
	p.Y.Tick.Label.XAlign = -1.15
	return p.Save(vg.Points(640), vg.Points(18*float64(len(names))+60), file)
}

func cpuName() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown CPU"
	}
	for line := range strings.SplitSeq(string(info), "\n") {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return "unknown CPU"
}

// versions are those of the peers.
func versions() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	var all []string
	for _, dep := range build.Deps {
		if strings.Contains(dep.Path, "aws-sdk-go-v2/service/") && !strings.Contains(dep.Path, "/internal/") || strings.HasSuffix(dep.Path, "/aws-sdk-go-v2") || strings.HasSuffix(dep.Path, "/smithy-go") {
			all = append(all, dep.Path[strings.LastIndexByte(dep.Path, '/')+1:]+" "+dep.Version)
		}
	}
	return strings.Join(all, ", ")
}
