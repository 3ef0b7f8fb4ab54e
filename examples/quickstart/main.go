// Quickstart shows the whole life of a human loop. Without flags it runs against a
// local service and needs no AWS account. It starts a loop to review an invoice's
// extracted fields, waits until a reviewer has answered, prints the answer, stops
// another loop, lists both, deletes the stopped one, and lists flow executions.
//
//	go run ./examples/quickstart
//	go run ./examples/quickstart -aws -flow-definition ARN
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/a2iflows/a2iflows-go/examples/cli"
)

func main() { cli.Main("quickstart", run) }

const about = `Quickstart shows the whole life of a human loop. Without -aws it runs against a
local service and needs no AWS account.

` + cli.ExitCodes

// settings are the values of the flags.
type settings struct {
	aws            bool
	flowDefinition string
	flow           string
	poll           time.Duration
	timeout        time.Duration
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stdout)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, fmt.Errorf("-timeout of %v expired", s.timeout))
	defer cancel()
	env, err := newEnvironment(ctx, s)
	if err != nil {
		return err
	}
	defer env.close()
	return (&tour{environment: env, out: stdout, poll: s.poll, timeout: s.timeout}).run(ctx)
}

func parse(args []string, stdout io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.BoolVar(&s.aws, "aws", false, "use the default AWS configuration instead of the local service")
	flags.StringVar(&s.flowDefinition, "flow-definition", "", "with -aws: the `ARN` of the flow definition to start loops with")
	flags.StringVar(&s.flow, "flow", "", "with -aws: list the executions of the Bedrock flow with this `identifier` or ARN (default: list none)")
	flags.DurationVar(&s.poll, "poll", 0, "minimum time between two polls of a loop (default 100ms, with -aws 10s)")
	flags.DurationVar(&s.timeout, "timeout", time.Hour, "how long the program may run before it gives up")
	if err := cli.Parse(flags, args, stdout, about); err != nil {
		return s, err
	}
	switch {
	case s.aws && s.flowDefinition == "":
		return s, cli.Usagef("-aws needs -flow-definition ARN")
	case !s.aws && (s.flowDefinition != "" || s.flow != ""):
		return s, cli.Usagef("-flow-definition and -flow need -aws")
	case s.poll < 0:
		return s, cli.Usagef("-poll is %v: it must not be negative", s.poll)
	case s.timeout <= 0:
		return s, cli.Usagef("-timeout is %v: it must be positive", s.timeout)
	}
	if s.poll == 0 {
		s.poll = 100 * time.Millisecond
		if s.aws {
			s.poll = 10 * time.Second
		}
	}
	return s, nil
}
