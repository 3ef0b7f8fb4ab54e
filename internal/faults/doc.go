// Package faults has no code but tests: for every fault that networks, services,
// clocks and callers produce, what comes of it. README.md is the table.
package faults
