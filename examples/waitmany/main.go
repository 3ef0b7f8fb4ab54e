// Waitmany starts many human loops, waits for all of them at once, and prints how
// each ended.
//
//	go run ./examples/waitmany
//	go run ./examples/waitmany -aws -flow-definition ARN -n 5
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

func main() { cli.Main("waitmany", run) }

const about = `Waitmany starts many human loops, waits for all of them at once, and prints how
each ended. Without -aws it runs against a local service, whose reviewers answer
within a few seconds.

` + cli.ExitCodes

// settings are the values of the flags.
type settings struct {
	aws            bool
	flowDefinition string
	n              int
	maxWait        time.Duration
	minDelay       time.Duration
}

func parse(args []string, stdout io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("waitmany", flag.ContinueOnError)
	flags.BoolVar(&s.aws, "aws", false, "use the default AWS configuration instead of the local service")
	flags.StringVar(&s.flowDefinition, "flow-definition", "", "with -aws: the `ARN` of the flow definition to start loops with")
	flags.IntVar(&s.n, "n", 20, "number of loops to start")
	flags.DurationVar(&s.maxWait, "max-wait", 24*time.Hour, "how long to wait for all loops to end")
	flags.DurationVar(&s.minDelay, "poll", 0, "minimum time between two polls (default 100ms, with -aws 10s)")
	if err := cli.Parse(flags, args, stdout, about); err != nil {
		return s, err
	}
	switch {
	case s.aws && s.flowDefinition == "":
		return s, cli.Usagef("-aws needs -flow-definition ARN")
	case !s.aws && s.flowDefinition != "":
		return s, cli.Usagef("-flow-definition needs -aws")
	case s.n < 1:
		return s, cli.Usagef("-n is %d: it must be at least 1", s.n)
	case s.maxWait <= 0:
		return s, cli.Usagef("-max-wait is %v: it must be positive", s.maxWait)
	case s.minDelay < 0:
		return s, cli.Usagef("-poll is %v: it must not be negative", s.minDelay)
	}
	if s.minDelay == 0 {
		if s.minDelay = 100 * time.Millisecond; s.aws {
			s.minDelay = waiters.DefaultMinDelay
		}
	}
	return s, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stdout)
	if err != nil {
		return err
	}
	client, flow, onStart, done, err := newService(ctx, s)
	if err != nil {
		return err
	}
	defer done()
	loops, err := start(ctx, s, client, flow, onStart)
	if err == nil {
		fmt.Fprintf(stderr, "waitmany: started %d human loops\n", s.n)
		err = wait(ctx, s, client, flow, loops, stderr)
	}
	return errors.Join(loops.print(s, stdout, stderr), err)
}

// start starts the loops and calls onStart for each. With an error, it returns the loops
// that exist or may exist.
func start(ctx context.Context, s settings, client *a2iruntime.Client, flow string, onStart func(name string)) (*table, error) {
	loops := &table{rows: map[string]row{}}
	run := fmt.Sprintf("%s-%04x", time.Now().UTC().Format("20060102-150405"), rand.IntN(1<<16)) // two runs must not share loops
	for i := 1; i <= s.n; i++ {
		name := fmt.Sprintf("waitmany-%s-%03d", run, i)
		_, err := client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
			HumanLoopName:     aws.String(name),
			FlowDefinitionArn: aws.String(flow),
			HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(fmt.Sprintf(`{"question": "Is this number %d?"}`, i))},
		})
		switch {
		case err == nil:
			loops.add(name, row{status: "Started"})
			onStart(name)
			continue
		case types.MayHaveSucceeded(err): // for example, if the response was lost: then the user must look for the loop
			loops.add(name, row{status: "Unknown", reason: "The start failed, but the loop may exist."})
		}
		return loops, fmt.Errorf("start loop %d of %d: %w", i, s.n, err)
	}
	return loops, nil
}

// wait waits for the loops and records in the table how each ended.
func wait(ctx context.Context, s settings, client *a2iruntime.Client, flow string, loops *table, stderr io.Writer) error {
	for name := range loops.rows {
		loops.rows[name] = row{status: string(types.HumanLoopStatusInProgress)} // until the waiter reports how it ended
	}
	bar := cli.Progress(stderr, len(loops.names), "reviewed")
	defer func() { _ = bar.Finish() }()
	w := a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) { o.MinDelay = s.minDelay })
	in := &a2iruntime.HumanLoopsWaiterInput{FlowDefinitionArn: aws.String(flow), HumanLoopNames: loops.names}
	for loop, err := range w.Each(ctx, in, s.maxWait) {
		name := aws.ToString(loop.HumanLoopName)
		switch {
		case name == "":
			return cli.WaitError(err, "-max-wait", "-poll", s.minDelay)
		case err != nil:
			loops.end(name, row{status: "Deleted", reason: err.Error()})
		default:
			loops.end(name, row{status: string(loop.HumanLoopStatus), reason: aws.ToString(loop.FailureReason)})
		}
		_ = bar.Add(1)
	}
	return nil
}
