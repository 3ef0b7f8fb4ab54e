// Quickstart shows the whole life of a human loop. Without flags it needs no
// AWS account: it starts the local service, starts a loop on an invoice's
// extracted fields, has a reviewer answer it, waits until it is Completed,
// prints the answer, lists the loops, stops and deletes one, and lists flow
// executions.
//
//	go run ./examples/quickstart
//	go run ./examples/quickstart -aws -flow-definition ARN
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

// Exit codes.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// settings are what the flags say.
type settings struct {
	aws            bool
	flowDefinition string
	flow           string
	poll           time.Duration
	timeout        time.Duration
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		fmt.Fprintf(stderr, "quickstart: %v\nRun it with -h to see the flags.\n", err)
		return exitUsage
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, fmt.Errorf("-timeout of %v is over", s.timeout))
	defer cancel()
	env, err := newEnvironment(ctx, s)
	if err != nil {
		fmt.Fprintf(stderr, "quickstart: %v\n", err)
		return exitError
	}
	defer env.close()
	if err := (&tour{environment: env, out: stdout, poll: s.poll}).all(ctx); err != nil {
		fmt.Fprintf(stderr, "quickstart: %v\n", err)
		return exitError
	}
	return exitOK
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // run says what is wrong, once
	flags.Usage = func() {}
	usage := func() {
		flags.SetOutput(stderr)
		fmt.Fprint(stderr, "Quickstart shows the whole life of a human loop. Without -aws it runs against a\n"+
			"local service and needs no account. It exits with 0 when all went well, with 1\n"+
			"when a step failed, and with 2 when the flags are wrong.\n\n")
		flags.PrintDefaults()
	}
	flags.BoolVar(&s.aws, "aws", false, "use the default AWS configuration in the place of the local service")
	flags.StringVar(&s.flowDefinition, "flow-definition", "", "with -aws: the `ARN` of the flow definition to start loops with")
	flags.StringVar(&s.flow, "flow", "", "with -aws: the `identifier` or ARN of a Bedrock flow whose executions are listed; none are without it")
	flags.DurationVar(&s.poll, "poll", 0, "the time between two looks at a loop (default 100ms, with -aws 10s)")
	flags.DurationVar(&s.timeout, "timeout", time.Hour, "the time after which to give up")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			usage()
		}
		return s, err
	}
	switch {
	case flags.NArg() > 0:
		return s, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case s.aws && s.flowDefinition == "":
		return s, errors.New("-aws needs -flow-definition ARN")
	case !s.aws && (s.flowDefinition != "" || s.flow != ""):
		return s, errors.New("-flow-definition and -flow go with -aws")
	case s.poll < 0 || s.timeout <= 0:
		return s, errors.New("-poll must not be negative, and -timeout must be positive")
	}
	if s.poll == 0 {
		s.poll = 100 * time.Millisecond
		if s.aws {
			s.poll = 10 * time.Second
		}
	}
	return s, nil
}
