// Temporal shows how human reviews and exports outgrow one machine on Temporal, a
// workflow engine. It finds or starts a Temporal server, starts a local A2I and two worker
// processes, runs one review, and exports 10,000 loops while it kills a worker.
//
//	go -C examples/temporal run .
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/examples/cli"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
)

func main() { cli.Main("temporal", run) }

const about = `Temporal runs one review and exports 10,000 human loops on Temporal. It starts a local
A2I and two worker processes, and kills one of them. Without -temporal it uses
TEMPORAL_ADDRESS, or the program temporal in PATH, or else it builds a server: the
first time, that takes four to ten minutes. Then a run takes 10 to 30 seconds, and
gives up after five minutes.

With -worker it is a worker of the task queue "` + defaultQueue + `", or of -task-queue. It loads the AWS configuration as
the AWS CLI does. With -gateway, too, it receives the events of EventBridge.

` + cli.ExitCodes + ` A worker exits with 0 then.`

// settings are what the flags say.
type settings struct {
	temporal   string
	taskQueue  string
	worker     bool
	untilEOF   bool
	gateway    string
	activities int
}

func parse(args []string, stdout io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("temporal", flag.ContinueOnError)
	flags.StringVar(&s.temporal, "temporal", os.Getenv("TEMPORAL_ADDRESS"), "the `host:port` of a Temporal server (default: a server that it starts)")
	flags.BoolVar(&s.worker, "worker", false, "run as a worker until Ctrl-C or SIGTERM")
	flags.StringVar(&s.taskQueue, "task-queue", defaultQueue, "with -worker: the `name` of its task queue")
	flags.BoolVar(&s.untilEOF, "until-eof", false, "with -worker: end when standard input ends, as it does when the program that started it dies")
	flags.StringVar(&s.gateway, "gateway", "", "with -worker: also receive events of EventBridge, by HTTP at this `host:port`")
	flags.IntVar(&s.activities, "activities", 4, "how many activities a worker runs at once")
	if err := cli.Parse(flags, args, stdout, about); err != nil {
		return s, err
	}
	queued := false
	flags.Visit(func(f *flag.Flag) { queued = queued || f.Name == "task-queue" })
	switch {
	case s.activities < 1:
		return s, cli.Usagef("-activities is %d: it must be at least 1", s.activities)
	case !s.worker && (s.gateway != "" || s.untilEOF || queued):
		return s, cli.Usagef("-gateway, -task-queue and -until-eof need -worker")
	case s.taskQueue == "":
		return s, cli.Usagef("-task-queue is empty: set a name, or leave it out for %s", defaultQueue)
	case s.worker && s.temporal == "":
		return s, cli.Usagef("-worker needs -temporal or TEMPORAL_ADDRESS")
	}
	return s, checkAddress(s.temporal)
}

// checkAddress returns an error for an address without a host or port, which the SDK would
// find after a while. The addresses of gRPC resolvers, such as dns:///host:port, are its own.
func checkAddress(address string) error {
	if address == "" || strings.Contains(address, "://") {
		return nil
	}
	host, port, err := net.SplitHostPort(address)
	if _, portErr := strconv.ParseUint(port, 10, 16); err != nil || host == "" || portErr != nil {
		return cli.Usagef("-temporal or TEMPORAL_ADDRESS is %q: set host:port, such as 127.0.0.1:7233", address)
	}
	return nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stdout)
	if err != nil {
		return err
	}
	if s.worker {
		return work(ctx, s, stderr)
	}
	address, server, err := findServer(ctx, s.temporal, stderr)
	if err != nil {
		return causeOr(ctx, err)
	}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	if server != nil {
		defer server.end()
		server.watch(ctx, fail)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, maxRun, fmt.Errorf("it has not finished in %v: the machine may be busy, or the Temporal server does not work", maxRun))
	defer cancel()
	temporal, err := dial(ctx, address, silence)
	if err != nil {
		return causeOr(ctx, err)
	}
	defer temporal.Close()
	service, err := startService(temporal)
	if err != nil {
		return err
	}
	defer service.Close()
	folder, err := os.MkdirTemp("", "export")
	if err != nil {
		return err
	}
	exported := false
	defer func() {
		if !exported {
			_ = os.RemoveAll(folder) // the workers, which wrote to it, have ended
		}
	}()
	id := fmt.Sprintf("%08x", rand.Uint32()) // two runs on one server must not share work
	workers := &workers{address: address, taskQueue: "a2i-" + id, environment: service.environment(ctx), activities: s.activities, stderr: stderr}
	defer func() {
		if ctx.Err() != nil {
			fmt.Fprintf(stderr, "temporal: ending the workers: their calls have %v\n", stopTimeout)
		}
		workers.stop()
	}()
	for range 2 {
		if err := workers.start(ctx); err != nil {
			return err
		}
	}
	for _, worker := range workers.running {
		worker.watch(ctx, fail)
	}
	d := demo{temporal, service, workers, id, stdout, stderr}
	if err := d.review(ctx); err != nil {
		return fmt.Errorf("review: %w", causeOr(ctx, err))
	}
	if err := d.export(ctx, filepath.Join(folder, "loops.jsonl")); err != nil {
		return fmt.Errorf("export: %w", causeOr(ctx, err))
	}
	exported = true
	return nil
}

// maxRun is how long a run may take. It takes 10 to 30 seconds on two cores.
const maxRun = 5 * time.Minute

// causeOr returns the cause of a context that has ended, and err otherwise: Temporal
// returns another error when the context ends.
func causeOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// dial connects to a Temporal server. Its identity, which histories contain, does not tell
// the machine's name.
func dial(ctx context.Context, address string, logger log.Logger) (client.Client, error) {
	c, err := client.DialContext(ctx, client.Options{HostPort: address, Logger: logger, Identity: fmt.Sprintf("temporal-%d", os.Getpid())})
	if err != nil {
		if clearer := tryToConnect(ctx, address); clearer != nil {
			err = clearer
		}
		return nil, fmt.Errorf("connect to the Temporal server at %s: %w", address, err)
	}
	return c, nil
}

// tryToConnect returns an error that says what is wrong with an address, which gRPC's does
// not always do.
func tryToConnect(ctx context.Context, address string) error {
	if strings.Contains(address, "://") {
		return nil // gRPC's own
	}
	connection, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return connection.Close()
}

// silence drops what the SDK logs: the workflows' histories contain the same errors.
var silence = log.NewStructuredLogger(slog.New(slog.DiscardHandler))
