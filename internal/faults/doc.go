// Package faults contains only tests: what a client does about each fault of networks,
// services, clocks and callers. README.md is the table of faults.
package faults
