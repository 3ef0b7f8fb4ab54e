// Temporal shows how human reviews and exports outgrow one machine on Temporal, an
// engine for work that lasts. It finds or starts a Temporal server, starts a local A2I
// and two worker processes, has one thing reviewed, and exports 10,000 loops while it
// kills a worker.
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
	"time"

	"github.com/a2iflows/a2iflows-go/examples/cli"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
)

func main() { cli.Main("temporal", run) }

const about = `Temporal has one thing reviewed and exports 10,000 human loops on Temporal, with a
local A2I and two worker processes, one of which it kills. Without -temporal it uses
TEMPORAL_ADDRESS, or the program temporal in PATH, or else it builds a server: the
first time, that takes four to ten minutes.

With -worker it is a worker of the task queue "` + defaultQueue + `", or of -task-queue. It loads the AWS configuration as
the AWS CLI does. With -gateway, too, it receives the events of EventBridge.

` + cli.ExitCodes

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
	flags.BoolVar(&s.worker, "worker", false, "work on the task queue until Ctrl-C or SIGTERM")
	flags.StringVar(&s.taskQueue, "task-queue", defaultQueue, "with -worker: the `name` of the task queue")
	flags.BoolVar(&s.untilEOF, "until-eof", false, "with -worker: end when standard input ends, as it does when the program that started it dies")
	flags.StringVar(&s.gateway, "gateway", "", "with -worker: also receive events of EventBridge, by HTTP at this `host:port`")
	flags.IntVar(&s.activities, "activities", 4, "how many activities a worker runs at once")
	if err := cli.Parse(flags, args, stdout, about); err != nil {
		return s, err
	}
	switch {
	case s.activities < 1:
		return s, cli.Usagef("-activities is %d: it must be at least 1", s.activities)
	case !s.worker && (s.gateway != "" || s.untilEOF):
		return s, cli.Usagef("-gateway and -until-eof go with -worker")
	case s.worker && s.temporal == "":
		return s, cli.Usagef("-worker needs -temporal or TEMPORAL_ADDRESS")
	}
	if _, _, err := net.SplitHostPort(s.temporal); s.temporal != "" && err != nil {
		return s, cli.Usagef("-temporal or TEMPORAL_ADDRESS: %w: set host:port", err)
	}
	return s, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stdout)
	if err != nil {
		return err
	}
	if s.worker {
		return work(ctx, s, stderr)
	}
	address, stopServer, err := findServer(ctx, s.temporal, stderr)
	if err != nil {
		return err
	}
	defer stopServer()
	ctx, cancel := context.WithTimeoutCause(ctx, maxRun, fmt.Errorf("it has not finished in %v: the machine may be busy, or the Temporal server has ended", maxRun))
	defer cancel()
	temporal, err := dial(ctx, address)
	if err != nil {
		return err
	}
	defer temporal.Close()
	service, err := startService(temporal)
	if err != nil {
		return err
	}
	defer service.Close()
	id := fmt.Sprintf("%08x", rand.Uint32()) // two runs on one server must not share work
	workers := &workers{address: address, taskQueue: "a2i-" + id, environment: service.environment(ctx), activities: s.activities, stderr: stderr}
	defer func() {
		if ctx.Err() != nil {
			fmt.Fprintf(stderr, "temporal: ending the workers: their activities have %v\n", stopTimeout)
		}
		workers.stop()
	}()
	for range 2 {
		if err := workers.start(ctx); err != nil {
			return err
		}
	}
	d := demo{temporal, service, workers, id, stdout, stderr}
	if err := d.review(ctx); err != nil {
		return fmt.Errorf("review: %w", ofContext(ctx, err))
	}
	if err := d.export(ctx); err != nil {
		return fmt.Errorf("export: %w", ofContext(ctx, err))
	}
	return nil
}

// maxRun is how long a run may take. It takes half a minute on two cores.
const maxRun = 5 * time.Minute

// ofContext returns why the context has ended, if it has: Temporal has an error of its own
// for that.
func ofContext(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// dial connects to a Temporal server. Its identity, which histories contain, does not tell
// the machine's name.
func dial(ctx context.Context, address string) (client.Client, error) {
	c, err := client.DialContext(ctx, client.Options{HostPort: address, Logger: silence, Identity: fmt.Sprintf("temporal-%d", os.Getpid())})
	if err != nil {
		return nil, fmt.Errorf("connect to the Temporal server at %s: %w", address, err)
	}
	return c, nil
}

// silence drops what the SDK logs: the workflows' histories have it all.
var silence = log.NewStructuredLogger(slog.New(slog.DiscardHandler))
