package main

// theme is a set of colors. Each text has a contrast of at least 4.5 to 1 with its
// background.
type theme struct {
	name string // part of the file's name

	background, border      string
	foreground, muted, grid string

	heading string // headings of the quickstart's steps
	bar     string // the title bar of a terminal

	ours, peer string // the bars of this module and of others
	limit      string // the line at an aim

	active, good, bad, neutral string // backgrounds of a loop's states

	series []string // they differ in hue and in brightness
}

var themes = []theme{
	{
		name:       "light",
		background: "#ffffff", border: "#d0d7de",
		foreground: "#1f2328", muted: "#59636e", grid: "#e1e6eb",
		heading: "#0b57a4", bar: "#f0f3f6",
		ours: "#0b57a4", peer: "#a3afbc", limit: "#b35900",
		active: "#fff4d6", good: "#dff2e3", bad: "#fbe3e1", neutral: "#eef2f6",
		series: []string{"#0b57a4", "#d55e00", "#007a5a", "#8a2b8f", "#8a6d00", "#b01e2e", "#2a8fb4", "#5a5a5a", "#d0508f", "#4f7d16", "#7a4520"},
	},
	{
		name:       "dark",
		background: "#0d1117", border: "#30363d",
		foreground: "#e6edf3", muted: "#9aa4af", grid: "#262c34",
		heading: "#79c0ff", bar: "#1b2129",
		ours: "#58a6ff", peer: "#66717d", limit: "#f0a050",
		active: "#4a3a0a", good: "#12402a", bad: "#54211f", neutral: "#232b35",
		series: []string{"#58a6ff", "#ff9145", "#3fc59b", "#d18ad6", "#d3b03a", "#ff7b80", "#6cd0f2", "#b5b5b5", "#ff9bcb", "#9bcf55", "#cf9468"},
	},
}
