package main

import (
	"os"
	"slices"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
)

func TestMain(m *testing.M) {
	if slices.Contains(os.Args, "-worker") {
		main() // this process is a worker
	}
	testenv.Isolate()
	m.Run()
}
