package awsclient_test

import (
	"net/http/httptest"
	"runtime"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// packageClient is in the program's data, where no garbage collection looks.
var packageClient awshttp.BuildableClient

// A client that is dropped leaves no connection, goroutine or transport behind, nor does a
// BuildableClient.
func TestDroppedClients(t *testing.T) {
	for name, call := range map[string]func(t *testing.T, cfg aws.Config){
		"a client without an HTTP client": func(t *testing.T, cfg aws.Config) {
			describeOnce(t, cfg)
			listFlowsOnce(t, cfg)
		},
		"a client with its own BuildableClient": func(t *testing.T, cfg aws.Config) {
			cfg.HTTPClient = awshttp.NewBuildableClient()
			describeOnce(t, cfg)
			listFlowsOnce(t, cfg)
		},
		"a client with its own defaults mode": func(t *testing.T, cfg aws.Config) {
			cfg.HTTPClient = awshttp.NewBuildableClient()
			describeOnce(t, cfg, func(o *a2iruntime.Options) { o.DefaultsMode = aws.DefaultsModeMobile })
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, counted := respondingServer(t, (*httptest.Server).Start)
			before := runtime.NumGoroutine()
			for range 1000 {
				call(t, cfg)
			}
			for range 1000 {
				runtime.GC() // frees what was dropped; the connections' goroutines end meanwhile
				if _, open := counted.count(); open == 0 && runtime.NumGoroutine() <= before {
					return
				}
			}
			_, open := counted.count()
			t.Errorf("%d connections are open and %d goroutines run, want 0 and %d", open, runtime.NumGoroutine(), before)
		})
	}
}

// A package's variable can be a BuildableClient.
func TestBuildableClientInPackageVariable(t *testing.T) {
	cfg, counted := respondingServer(t, (*httptest.Server).Start)
	cfg.HTTPClient = &packageClient
	for range 10 {
		describeOnce(t, cfg)
		runtime.GC()
	}
	if opened, _ := counted.count(); opened != 1 {
		t.Errorf("10 clients opened %d connections, want 1", opened)
	}
}
