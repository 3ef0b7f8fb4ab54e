package awsclient_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
)

// connections counts the connections to a server.
type connections struct {
	mu           sync.Mutex
	opened, open int
}

func (c *connections) note(_ net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		c.opened++
		c.open++
	case http.StateClosed, http.StateHijacked:
		c.open--
	}
}

func (c *connections) count() (opened, open int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.opened, c.open
}

// respondingServer starts a server that responds to every call of both services, and
// returns its configuration.
func respondingServer(t *testing.T, change func(*httptest.Server)) (aws.Config, *connections) {
	t.Helper()
	counted := new(connections)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"flowExecutionSummaries":[]}`))
	}))
	srv.Config.ConnState = counted.note
	change(srv)
	t.Cleanup(srv.Close)
	return aws.Config{Region: "us-east-1", Credentials: clienttest.Provider, BaseEndpoint: &srv.URL}, counted
}

func describeOnce(t *testing.T, cfg aws.Config, optFns ...func(*a2iruntime.Options)) {
	t.Helper()
	if _, err := a2iruntime.NewFromConfig(cfg, optFns...).DescribeHumanLoop(context.Background(), loop); err != nil {
		t.Fatal(err)
	}
}

func listFlowsOnce(t *testing.T, cfg aws.Config) {
	t.Helper()
	if _, err := bedrockflows.NewFromConfig(cfg).ListFlowExecutions(context.Background(), &bedrockflows.ListFlowExecutionsInput{FlowIdentifier: aws.String("FLOW123456")}); err != nil {
		t.Fatal(err)
	}
}

// Programs create a client for each request or tenant. All clients share connections,
// including clients of the other service and calls with their own options.
func TestClientsShareConnections(t *testing.T) {
	loaded, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	proxyless := awshttp.NewBuildableClient().WithTransportOptions(func(tr *http.Transport) { tr.Proxy = nil })
	for name, httpClient := range map[string]aws.HTTPClient{
		"no HTTP client":           nil,
		"a BuildableClient of nil": (*awshttp.BuildableClient)(nil),
		"a BuildableClient":        awshttp.NewBuildableClient(),
		"with options":             proxyless,
		"of aws/config":            loaded.HTTPClient,
		"a frozen BuildableClient": awshttp.NewBuildableClient().Freeze(),
		"an http.Client":           &http.Client{Transport: &http.Transport{}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, counted := respondingServer(t, (*httptest.Server).Start)
			cfg.HTTPClient = httpClient
			for range 100 {
				describeOnce(t, cfg)
				listFlowsOnce(t, cfg)
			}
			client := a2iruntime.NewFromConfig(cfg)
			for range 10 {
				if _, err := client.DescribeHumanLoop(context.Background(), loop, func(o *a2iruntime.Options) { o.RetryMaxAttempts = 1 }); err != nil {
					t.Fatal(err)
				}
			}
			// On a busy machine, net/http may open another connection before the first
			// one is idle.
			if opened, _ := counted.count(); opened > 5 {
				t.Errorf("210 calls of 201 clients opened %d connections, want 1", opened)
			}
			if c, ok := httpClient.(interface{ CloseIdleConnections() }); ok {
				c.CloseIdleConnections()
			}
			runtime.KeepAlive(client)
		})
	}
}

// A client finds the connections of an earlier, dropped client, even after a garbage
// collection.
func TestConnectionsSurviveGC(t *testing.T) {
	for name, httpClient := range map[string]aws.HTTPClient{"no HTTP client": nil, "a BuildableClient": awshttp.NewBuildableClient()} {
		t.Run(name, func(t *testing.T) {
			cfg, counted := respondingServer(t, (*httptest.Server).Start)
			cfg.HTTPClient = httpClient
			for range 20 {
				describeOnce(t, cfg)
				runtime.GC()
			}
			if opened, _ := counted.count(); opened != 1 {
				t.Errorf("20 clients opened %d connections, want 1", opened)
			}
			runtime.KeepAlive(httpClient)
		})
	}
}

// Clients with different settings do not share a transport.
func TestDifferentSettingsDoNotShareConnections(t *testing.T) {
	cfg, counted := respondingServer(t, (*httptest.Server).Start)
	same := awshttp.NewBuildableClient()
	for i, set := range []func(*a2iruntime.Options){
		func(*a2iruntime.Options) {},
		func(o *a2iruntime.Options) { o.HTTPClient = same },
		func(o *a2iruntime.Options) { o.HTTPClient, o.DefaultsMode = same, aws.DefaultsModeInRegion },
		func(o *a2iruntime.Options) { o.HTTPClient, o.DefaultsMode = same, aws.DefaultsModeMobile },
		func(o *a2iruntime.Options) { o.HTTPClient = same.WithReadTimeout(time.Minute) },
		func(o *a2iruntime.Options) { o.HTTPClient = same.WithTimeout(time.Minute) },
		func(o *a2iruntime.Options) {
			o.HTTPClient = same.WithTransportOptions(func(tr *http.Transport) { tr.DisableCompression = true })
		},
	} {
		describeOnce(t, cfg, set)
		if opened, _ := counted.count(); opened != i+1 {
			t.Errorf("%d connections after client %d, want one more", opened, i)
		}
	}
}

// HTTP/2 connections are shared, too.
func TestClientsShareHTTP2Connections(t *testing.T) {
	cfg, counted := respondingServer(t, func(srv *httptest.Server) {
		srv.EnableHTTP2 = true
		srv.StartTLS()
	})
	cfg.HTTPClient = awshttp.NewBuildableClient().WithTransportOptions(func(tr *http.Transport) {
		tr.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	})
	for range 20 {
		describeOnce(t, cfg)
		listFlowsOnce(t, cfg)
		runtime.GC() // the connection keeps the transport between two clients
	}
	if opened, _ := counted.count(); opened != 1 {
		t.Errorf("40 clients opened %d connections, want 1", opened)
	}
}
