package compat

import (
	"os"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		removePrograms()
		os.Exit(code)
	}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
