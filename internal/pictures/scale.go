package main

import (
	"fmt"
	"math"
	"strconv"
)

// decade returns the power of ten that rounds a value up or down.
func decade(v float64, round func(float64) float64) float64 {
	return math.Pow(10, round(math.Log10(v)))
}

// count formats the number at a tick of an axis, with commas between thousands.
func count(v float64) string {
	if v < 1 {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	n := int(math.Round(v))
	switch {
	case n >= 1_000_000:
		return fmt.Sprintf("%d,%03d,%03d", n/1_000_000, n/1000%1000, n%1000)
	case n >= 1000:
		return fmt.Sprintf("%d,%03d", n/1000, n%1000)
	}
	return strconv.Itoa(n)
}

// decimals formats a multiple with two decimals, as the reports do.
func decimals(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
