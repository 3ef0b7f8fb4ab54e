package main

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"testing"
)

// Text has the contrast that WCAG 2.2 AA requires in both color schemes: 4.5 to 1, and
// 3 to 1 for the borders of controls.
func TestContrast(t *testing.T) {
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(stylesheet), -1)
	if len(blocks) != 2 || !regexp.MustCompile(`@media \(prefers-color-scheme: dark\) \{\s*:root`).Match(stylesheet) {
		t.Fatalf("the style sheet has %d sets of colors, want a light set, and a dark set for prefers-color-scheme", len(blocks))
	}
	colors := map[string]string{}
	for i, scheme := range []string{"light", "dark"} {
		for _, v := range regexp.MustCompile(`--([a-z-]+):\s*(#[0-9a-f]{6})\b`).FindAllStringSubmatch(blocks[i][1], -1) {
			colors[v[1]] = v[2] // the dark scheme replaces the light one
		}
		for _, pair := range []struct {
			front, behind string
			min           float64
		}{
			{"text", "background", 4.5}, {"text", "panel", 4.5}, {"text", "control", 4.5},
			{"quiet", "background", 4.5}, {"link", "background", 4.5}, {"bad", "background", 4.5},
			{"link", "panel", 4.5}, {"on-link", "link", 4.5}, {"quiet", "control", 3}, {"link", "control", 3}, {"bad", "control", 3},
		} {
			front, behind := colors[pair.front], colors[pair.behind]
			if front == "" || behind == "" {
				t.Errorf("%s: --%s is %q and --%s is %q", scheme, pair.front, front, pair.behind, behind)
			} else if got := contrast(front, behind); got < pair.min {
				t.Errorf("%s: --%s on --%s has a contrast of %.2f, want %.1f", scheme, pair.front, pair.behind, got, pair.min)
			}
		}
	}
	if outside := regexp.MustCompile(`(?s):root \{.*?\}`).ReplaceAll(stylesheet, nil); regexp.MustCompile(`#[0-9a-f]{3,6}[;, )]|light-dark`).Match(outside) {
		t.Errorf("a rule has a color that is not one of the variables")
	}
}

// contrast returns WCAG 2.2's contrast ratio of two colors.
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(color string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(color[1+2*i:3+2*i], 16, 8)
		if err != nil {
			panic(fmt.Sprintf("color %q: %v", color, err)) // cannot happen: TestContrast matched hexadecimal digits
		}
		c := float64(v) / 255
		if c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}
