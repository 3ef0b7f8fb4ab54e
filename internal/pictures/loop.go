package main

import "fmt"

// drawLoop draws the states of a human loop. Arrows point down, with their labels to the
// right. The states in which a loop has ended share one frame, because DeleteHumanLoop
// deletes a loop in any of them.
func drawLoop(t theme, _ string) (*canvas, error) {
	const (
		size                    = 15
		boxWidth, boxHeight     = 116, 36
		completed, failed, stop = 110, 311, 512 // centers of the columns
		middle                  = failed
	)
	c := newCanvas(t, 650, 452)
	// arrow draws an arrow from the first point to the last one.
	arrow := func(points ...float64) {
		c.line(c.muted, 1.5, "", points...)
		x, y := points[len(points)-2], points[len(points)-1]
		fmt.Fprintf(&c.body, `<path d="M%s %sl-5 -9h10z" fill="%s"/>`+"\n", px(x), px(y), c.muted)
	}
	label := func(x, y float64, lines ...string) {
		for i, line := range lines {
			c.text(x+10, y+19*float64(i), size-1, left, c.muted, line)
		}
	}
	state := func(x, y float64, name, fill, attributes string) {
		c.rect(x-boxWidth/2, y, boxWidth, boxHeight, 8, fill, c.muted, attributes)
		c.text(x, y+23, size, center, c.foreground, name)
	}

	c.circle(middle, 22, 5, c.muted, c.muted)
	arrow(middle, 22, middle, 68)
	label(middle, 48, "StartHumanLoop")
	state(middle, 68, "InProgress", c.active, "")

	const branch, stopping, ended = 126, 176, 268
	c.line(c.muted, 1.5, "", middle, 68+boxHeight, middle, branch)
	arrow(middle, branch, middle, ended)
	arrow(middle, branch, completed, branch, completed, ended)
	arrow(middle, branch, stop, branch, stop, stopping)
	arrow(stop, stopping+boxHeight, stop, ended)
	label(completed, 192, "people answer")
	label(middle, 173, "ValidationError,", "Expired or", "InternalError")
	label(stop, 156, "StopHumanLoop")

	c.rect(completed-78, ended-18, stop-completed+156, boxHeight+36, 12, "none", c.muted, ` stroke-dasharray="2 4"`)
	state(completed, ended, "Completed", c.good, "")
	state(failed, ended, "Failed", c.bad, "")
	state(stop, stopping, "Stopping", c.neutral, "")
	state(stop, ended, "Stopped", c.neutral, "")

	arrow(middle, ended+boxHeight+18, middle, 396)
	label(middle, 366, "DeleteHumanLoop")
	state(middle, 396, "deleted", c.background, ` stroke-dasharray="5 4"`)
	return c, nil
}
