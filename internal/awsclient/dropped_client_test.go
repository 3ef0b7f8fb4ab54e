package awsclient_test

import (
	"net/http/httptest"
	"runtime"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// The garbage collector does not free package variables.
var packageClient awshttp.BuildableClient

// After a client or a BuildableClient is dropped, no connection, goroutine or transport
// is left.
func TestDroppedClients(t *testing.T) {
	for name, call := range map[string]func(t *testing.T, cfg aws.Config){
		"a client without an HTTP client": func(t *testing.T, cfg aws.Config) {
			describeOnce(t, cfg)
			listFlowsOnce(t, cfg)
		},
		"a client with a new BuildableClient": func(t *testing.T, cfg aws.Config) {
			cfg.HTTPClient = awshttp.NewBuildableClient()
			describeOnce(t, cfg)
			listFlowsOnce(t, cfg)
		},
		"a client with a defaults mode": func(t *testing.T, cfg aws.Config) {
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
				runtime.GC() // frees the dropped clients; their connections' goroutines end
				if _, open := counted.count(); open == 0 && runtime.NumGoroutine() <= before {
					return
				}
			}
			_, open := counted.count()
			t.Errorf("got %d open connections and %d goroutines, want 0 and %d", open, runtime.NumGoroutine(), before)
		})
	}
}

// A BuildableClient may be a package variable.
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
