package faults

import (
	"os"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
)

func TestMain(m *testing.M) {
	if os.Getenv(proxyEndpoint) == "" { // the child of TestProxyEnvironment needs its proxies
		testenv.Isolate()
	}
	m.Run()
}
