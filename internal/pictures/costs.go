package main

import (
	"math"
	"strings"
)

// subjects replaces a subject's name in the report with its name in the chart.
var subjects = strings.NewReplacer(
	"this module's restjson", "a2iflows-go",
	"lambda", "AWS's lambda client", "scheduler", "AWS's scheduler client", "bedrockagent", "AWS's bedrockagent client",
)

// peerNotes explain the subjects below the chart.
var peerNotes = []string{
	"bare request: signed by hand, net/http, encoding/json; no checks, retries or typed errors.",
	"leaner bare request: decodes only four members, and parses its URL once.",
	"AWS's clients: from aws-sdk-go-v2, called for operations of the same shape.",
	"encoding/json, jsontext, smithy-go's codec: other JSON decoders.",
	"Calls go to a transport in memory. Machine and versions: internal/bench/REPORT.md.",
}

// drawCosts draws the CPU time of each work's subjects.
func drawCosts(t theme, report string) (*canvas, error) {
	tables, err := tablesWith(report, "work", "subject", "CPU time", "allocations")
	if err != nil {
		return nil, err
	}
	costs := tables[0]
	const tick = 50.0
	works := 0
	slowest := 0.0 // rounded up to a tick
	for i, row := range costs.rows {
		if i == 0 || costs.text(row, "work") != costs.text(costs.rows[i-1], "work") {
			works++
		}
		cpu, err := costs.number(row, "CPU time")
		if err != nil {
			return nil, err
		}
		slowest = max(slowest, math.Ceil(cpu/tick)*tick)
	}

	const (
		size                          = 15
		rowHeight, titleHeight        = 23, 36
		top, axisHeight, noteHeight   = 44, 52, 20
		margin, labelRight, valueRoom = 16, 208, 66
	)
	axis := top + float64(works)*titleHeight + float64(len(costs.rows))*rowHeight + 10
	c := newCanvas(t, 680, axis+axisHeight+noteHeight*float64(len(peerNotes))+8)
	c.bold(margin, 30, size+2, left, c.foreground, "CPU time (less is better)")
	scale := (c.width - margin - valueRoom - labelRight - 10) / slowest
	x := func(v float64) float64 { return labelRight + 10 + scale*v }

	for v := 0.0; v <= slowest; v += tick {
		c.line(c.grid, 1, "", x(v), top+titleHeight-2, x(v), axis)
		c.text(x(v), axis+18, size-2, center, c.muted, count(v))
	}
	c.text((x(0)+x(slowest))/2, axis+37, size-1, center, c.muted, "µs of CPU time")
	y, work := float64(top), ""
	for _, row := range costs.rows {
		if next := costs.text(row, "work"); next != work {
			work = next
			y += titleHeight
			c.rect(margin, y-27, c.width-2*margin, 25, 0, c.background, "none", "") // no grid behind the title
			c.bold(margin, y-10, size, left, c.foreground, work)
		}
		cpu, _ := costs.number(row, "CPU time") // never fails: the loop above has parsed it
		name := subjects.Replace(costs.text(row, "subject"))
		fill, write := c.peer, c.text
		if name == "a2iflows-go" {
			fill, write = c.ours, c.bold
		}
		write(labelRight, y+15, size-1, right, c.foreground, name)
		c.rect(x(0), y+2, scale*cpu, rowHeight-6, 2, fill, "none", "")
		c.line(c.muted, 1, "", x(0), y-1, x(0), y+rowHeight-1)
		write(x(cpu)+6, y+15, size-1, left, c.foreground, costs.text(row, "CPU time"))
		y += rowHeight
	}
	c.line(c.muted, 1, "", x(0), axis, x(slowest), axis)
	for i, note := range peerNotes {
		c.text(margin, axis+axisHeight+noteHeight*(float64(i)+0.7), size-2, left, c.muted, note)
	}
	return c, nil
}
