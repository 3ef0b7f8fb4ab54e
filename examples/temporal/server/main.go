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
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
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
	addr := flag.String("addr", "127.0.0.1:7233", "the `IP:port` to listen on")
	data := flag.String("data", "", "the `folder` to keep workflows in, for one server at a time; in memory without it")
	untilEOF := flag.Bool("until-eof", false, "end when standard input ends, as it does when the program that started it dies")
	namespace := flag.String("namespace", "default", "the `namespace` to create")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "Server is a Temporal server for one machine. It prints its address once it accepts calls.")
		flag.PrintDefaults()
	}
	flag.Parse()
	switch {
	case flag.NArg() > 0:
		usageError("unexpected argument %q", flag.Arg(0))
	case *namespace == "":
		usageError("-namespace is empty: set a name")
	}
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

func usageError(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "server: "+format+"\nUse -h to list the flags.\n", args...)
	os.Exit(2)
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
	frontend, err := netip.ParseAddrPort(addr)
	if err != nil || frontend.Port() == 0 {
		return nil, nil, fmt.Errorf("-addr %s: set an IP address and a port, such as 127.0.0.1:7233", addr)
	}
	host := frontend.Addr()
	// The server itself would log a busy port, and exit.
	if _, err := freeAddress(host, frontend.Port()); err != nil {
		return nil, nil, fmt.Errorf("-addr: %w", err)
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
	cfg.Global.Membership = config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: host.String()}
	hosts := map[primitives.ServiceName]static.Hosts{}
	for _, service := range []primitives.ServiceName{primitives.FrontendService, primitives.HistoryService, primitives.MatchingService, primitives.WorkerService} {
		address := frontend
		if service != primitives.FrontendService {
			if address, err = freeAddress(host, 0); err != nil {
				return nil, nil, fmt.Errorf("find a free port: %w", err)
			}
		}
		cfg.Services[string(service)] = config.Service{RPC: config.RPC{GRPCPort: int(address.Port()), BindOnIP: host.String()}}
		hosts[service] = static.SingleLocalHost(address.String())
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

// freeAddress returns the address of this host and port, or of a free port if it is 0. It
// fails if another program listens there.
func freeAddress(host netip.Addr, port uint16) (netip.AddrPort, error) {
	listener, err := net.Listen("tcp", netip.AddrPortFrom(host, port).String())
	if err != nil {
		return netip.AddrPort{}, err
	}
	free := listener.Addr().(*net.TCPAddr).AddrPort()
	return free, listener.Close()
}
