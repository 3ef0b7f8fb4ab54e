//go:build unix

package main

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/bench"
	"github.com/a2iflows/a2iflows-go/internal/bench/decoders"
)

// report contains all measurements.
type report struct {
	works    []measured
	rows     []measuredRow
	figures  []figure
	profiles []profile
	sizes    []packageSize
}

// figure is a measured figure and its aim.
type figure struct{ what, want, got, reached, reason string }

const (
	atMost = iota
	atLeast
)

// add adds a figure that is a single number and should be at most limit.
func (r *report) add(what, want string, got, limit float64, format string) {
	r.addText(what, want, got, limit, atMost, fmt.Sprintf(format, got))
}

func (r *report) addText(what, want string, got, limit float64, kind int, text string) {
	reached := "yes"
	if kind == atMost && got > limit || kind == atLeast && got < limit {
		reached = "no"
	}
	r.figures = append(r.figures, figure{what, want, text, reached, reasonFor(what)})
}

// addSpread adds the median of a figure's rounds and the range of their middle half.
func (r *report) addSpread(what, want string, rounds []float64, limit float64, kind int) {
	got, text := middle(rounds), fmt.Sprintf("%.2f", middle(rounds))
	if text == fmt.Sprintf("%.2f", limit) {
		text = fmt.Sprintf("%.4f", got) // with enough digits to compare it with the limit
	}
	r.addText(what, want, got, limit, kind, fmt.Sprintf("%s (%.2f to %.2f)", text, quantile(rounds, 0.25), quantile(rounds, 0.75)))
}

// addWorkFigures adds the figures of the works with an aim for their CPU time.
func (r *report) addWorkFigures() {
	for i := range r.works {
		m := &r.works[i]
		ratio := func(peer string, limit float64) {
			r.addSpread(m.work+", CPU time", fmt.Sprintf("at most %.2f × %s", limit, peer), m.ratios(bench.Ours, peer, byCPU), limit, atMost)
		}
		allocs := func(limit float64) {
			r.add(m.work+", allocations", fmt.Sprintf("at most %.0f", limit), math.Round(m.median(bench.Ours, byAllocs)), limit, "%.0f")
		}
		switch {
		case strings.HasPrefix(m.work, "Describe"):
			ratio(bench.BareName, 1.2)
			ratio(bench.LeanerName, 1.35)
			ratio(bench.Lambda, 0.33)
			allocs(100)
		case strings.HasPrefix(m.work, "ListHumanLoops"):
			ratio(bench.Lambda, 0.33)
			ratio(bench.BareName, 0.25)
			allocs(150)
		case strings.HasPrefix(m.work, "ListFlow"):
			ratio(bench.Agent, 0.40)
		case strings.HasPrefix(m.work, "NewFromConfig"):
			ratio(bench.Lambda, 0.50)
		}
	}
}

func (r *report) markdown(rounds int) []byte {
	others := r.figures
	r.figures = nil
	r.addWorkFigures()
	r.addMatrixFigures()
	r.figures = append(r.figures, others...)
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Measurements\n\nMade by `go -C internal/bench run ./report`. Each work was measured in %d rounds; in each round, every subject ran in turn. "+
		"The matrix was measured in %d rounds, loopback in %d, Prefetch and memory %d times, and the linked size once. The tables show medians. A ratio is the median of the rounds' ratios, "+
		"with their middle half in parentheses. CPU time is measured for the whole process, including garbage collection.\n\n", rounds, matrixRounds(rounds), loopbackRounds(rounds), repeats)
	fmt.Fprintf(&b, "Calls go to a transport in memory that returns a fixed document, without network or TLS. Its allocations count for every subject. "+
		"The bare request is signed by hand with aws/signer/v4, sent by net/http and read by encoding/json, without checks, retries or typed errors. "+
		"The official clients make similar calls: lambda's GetAlias and ListAliases, scheduler's ListScheduleGroups, bedrockagent's ListFlowVersions. "+
		"The leaner bare request decodes only four members, and parses its URL once.\n\n"+
		"Compare figures only within a table: each table was measured at another time, and the machine's speed varies.\n\n"+
		"[GROWTH.md](GROWTH.md) shows how costs grow with the number of loops.\n\n")
	fmt.Fprintf(&b, "Machine: %s, %d cores used, %s/%s, %s. Peers: %s.\n\n<picture>\n  <source media=\"(prefers-color-scheme: dark)\" srcset=\"report.dark.svg\">\n  <img alt=\"Bar chart: CPU time of a2iflows-go in microseconds, next to bare requests, official AWS clients and other JSON decoders\" src=\"report.light.svg\">\n</picture>\n\n", cpuName(), runtime.GOMAXPROCS(0), runtime.GOOS, runtime.GOARCH, runtime.Version(), versions())
	fmt.Fprintf(&b, "## Aims\n\n| work | aim | measured | reached |\n|---|---|---|---|\n")
	for _, f := range r.figures {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", f.what, f.want, f.got, f.reached)
	}
	fmt.Fprintf(&b, "\n## Aims that were not reached\n\n")
	all := true
	for _, f := range r.figures {
		if f.reached == "yes" {
			continue
		}
		all = false
		fmt.Fprintf(&b, "- %s: %s, the aim is %s. %s\n", f.what, f.got, f.want, f.reason)
	}
	if all {
		b.WriteString("All aims were reached.\n")
	}
	r.writeMatrix(&b)
	r.writeProfiles(&b)
	r.writeSizes(&b)
	r.writeDecoders(&b)
	r.writeCosts(&b)
	return b.Bytes()
}

// writeCosts writes the costs of each work for each subject.
func (r *report) writeCosts(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## What a call costs\n\n| work | subject | CPU time | allocations | bytes |\n|---|---|---|---|---|\n")
	for i := range r.works {
		m := &r.works[i]
		for _, s := range m.order {
			fmt.Fprintf(b, "| %s | %s | %.1f µs | %.0f | %.0f |\n", m.work, s, m.median(s, byCPU), m.median(s, byAllocs), m.median(s, byBytes))
		}
	}
}

// writeDecoders writes which malformed documents each JSON decoder accepts.
func (r *report) writeDecoders(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## The JSON decoder\n\nEach decoder reads the same page of 100 loops (the cost is below), and %d malformed documents, which it should reject.\n\n"+
		"| decoder | our CPU time ÷ its CPU time | accepts |\n|---|---|---|\n", len(decoders.Malformed))
	names := slices.Sorted(maps.Keys(decoders.Malformed))
	for _, d := range decoders.All {
		var accepts []string
		for _, name := range names {
			if _, err := d.Read([]byte(decoders.Malformed[name])); err == nil {
				accepts = append(accepts, name)
			}
		}
		if accepts == nil {
			accepts = []string{"none"}
		}
		m := &r.works[slices.IndexFunc(r.works, func(m measured) bool { return slices.Contains(m.order, d.Name) })]
		fmt.Fprintf(b, "| %s | %.2f | %s |\n", d.Name, m.ratio(decoders.All[0].Name, d.Name, byCPU), strings.Join(accepts, ", "))
	}
}
