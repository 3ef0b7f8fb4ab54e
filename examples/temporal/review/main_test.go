package review_test

import (
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	m.Run()
}
