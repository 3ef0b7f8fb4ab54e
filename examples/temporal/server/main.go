// Server is a Temporal server for one machine, built from Go modules alone. It keeps
// workflows in SQLite: in memory, or in the files of -data, which survive a kill.
//
//	go -C examples/temporal/server run . -data /tmp/temporal
//
// The first build takes minutes. On a cluster, run the server of your distribution:
// this one is for development.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/metrics"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/common/primitives"
	sqliteschema "go.temporal.io/server/schema/sqlite"
	"go.temporal.io/server/temporal"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:7233", "the `host:port` to listen on")
	data := flag.String("data", "", "the `folder` to keep workflows in; in memory without it")
	untilEOF := flag.Bool("until-eof", false, "end when standard input ends, as it does when the program that started it dies")
	namespace := flag.String("namespace", "default", "the `namespace` to create")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if *untilEOF {
		go func() { // ends with the process
			_, _ = io.Copy(io.Discard, os.Stdin)
			stop()
		}()
	}
	if err := run(ctx, *addr, *data, *namespace); err != nil {
		fmt.Fprintln(os.Stderr, "server:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends. It prints the address once the server accepts calls.
func run(ctx context.Context, addr, data, namespace string) error {
	cfg, hosts, err := configure(addr, data)
	if err != nil {
		return err
	}
	if err := createNamespace(cfg, namespace); err != nil {
		return err
	}
	server, err := temporal.NewServer(
		temporal.WithConfig(cfg),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(hosts),
		temporal.WithLogger(log.NewZapLogger(log.BuildZapLogger(log.Config{Level: "fatal"}))),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithCustomMetricsHandler(metrics.NoopMetricsHandler),
	)
	if err != nil {
		return fmt.Errorf("configure the server: %w", err)
	}
	if err := server.Start(); err != nil {
		return fmt.Errorf("start the server on %s: %w", addr, err)
	}
	fmt.Println(addr)
	<-ctx.Done()
	return server.Stop()
}

// configure returns the configuration of a server whose four services run in this process.
func configure(addr, data string) (*config.Config, map[primitives.ServiceName]static.Hosts, error) {
	host, portText, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, nil, fmt.Errorf("-addr %s: %w", addr, err)
	}
	frontendPort, err := strconv.Atoi(portText)
	if err != nil || frontendPort == 0 {
		return nil, nil, fmt.Errorf("-addr %s: set a port", addr)
	}
	if data != "" {
		if err := os.MkdirAll(data, 0o700); err != nil {
			return nil, nil, fmt.Errorf("-data: %w", err)
		}
	}
	cfg := &config.Config{
		Persistence: config.Persistence{
			DefaultStore: "workflows", VisibilityStore: "visibility", NumHistoryShards: 4,
			// Two files: what lists workflows does not wait for what runs them.
			DataStores: map[string]config.DataStore{"workflows": store(data, "workflows"), "visibility": store(data, "visibility")},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10, MasterClusterName: "active", CurrentClusterName: "active",
			ClusterInformation: map[string]cluster.ClusterInformation{"active": {Enabled: true, InitialFailoverVersion: 1, RPCAddress: addr}},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		PublicClient:        config.PublicClient{HostPort: addr},
		Services:            map[string]config.Service{},
	}
	cfg.Global.Membership = config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: host}
	hosts := map[primitives.ServiceName]static.Hosts{}
	for _, service := range []primitives.ServiceName{primitives.FrontendService, primitives.HistoryService, primitives.MatchingService, primitives.WorkerService} {
		port := frontendPort
		if service != primitives.FrontendService {
			if port, err = freePort(host); err != nil {
				return nil, nil, err
			}
		}
		cfg.Services[string(service)] = config.Service{RPC: config.RPC{GRPCPort: port, BindOnIP: host}}
		hosts[service] = static.SingleLocalHost(net.JoinHostPort(host, strconv.Itoa(port)))
	}
	return cfg, hosts, nil
}

// store returns a SQLite database with its schema. It has one connection: with more,
// writes fail with "database is locked".
func store(data, name string) config.DataStore {
	sql := &config.SQL{PluginName: sqlite.PluginName, MaxConns: 1, MaxIdleConns: 1}
	if data == "" {
		sql.DatabaseName = name
		sql.ConnectAttributes = map[string]string{"mode": "memory", "cache": "shared"}
	} else {
		sql.DatabaseName = filepath.ToSlash(filepath.Join(data, name+".db"))
		// WAL with synchronous=normal survives a kill of the process.
		sql.ConnectAttributes = map[string]string{"mode": "rwc", "setup": "true", "journal_mode": "wal", "synchronous": "normal"}
	}
	return config.DataStore{SQL: sql}
}

func createNamespace(cfg *config.Config, name string) error {
	namespace, err := sqliteschema.NewNamespaceConfig(cfg.ClusterMetadata.CurrentClusterName, name, false, nil)
	if err == nil {
		err = sqliteschema.CreateNamespaces(cfg.Persistence.DataStores[cfg.Persistence.DefaultStore].SQL, namespace)
	}
	if err != nil {
		return fmt.Errorf("create namespace %s: %w", name, err)
	}
	return nil
}

func freePort(host string) (int, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	return port, listener.Close()
}
