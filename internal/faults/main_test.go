package faults

import (
	"fmt"
	"os"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/testenv"
)

func TestMain(m *testing.M) {
	child := os.Getenv(proxyEndpoint) != "" // a child of TestProxyEnvironment needs the proxy variables
	if !child {
		testenv.Isolate()
	}
	status := m.Run()
	if status == 0 && !child && allTestsRan() {
		for _, missing := range missingCodes() {
			fmt.Println(missing)
			status = 1
		}
	}
	os.Exit(status)
}
