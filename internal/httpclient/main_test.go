package httpclient

import (
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	testenv.Isolate()
	goleak.VerifyTestMain(m)
}
