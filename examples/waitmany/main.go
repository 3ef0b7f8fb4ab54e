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
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/examples/internal/cli"
	"github.com/a2iflows/a2iflows-go/waiters"
	"github.com/aws/aws-sdk-go-v2/aws"
)

func main() { cli.Main("waitmany", run) }

const about = `Waitmany starts many human loops, waits for all of them at once, and prints how
each ended. Without -aws it runs against a local service, whose reviewers answer
within a few seconds.

` + cli.ExitCodes

// settings are what the flags say.
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
	flags.BoolVar(&s.aws, "aws", false, "use the default AWS configuration in the place of the local service")
	flags.StringVar(&s.flowDefinition, "flow-definition", "", "with -aws: the `ARN` of the flow definition to start loops with")
	flags.IntVar(&s.n, "n", 20, "how many loops to start")
	flags.DurationVar(&s.maxWait, "max-wait", 24*time.Hour, "how long to wait for them")
	flags.DurationVar(&s.minDelay, "poll", 0, "the shortest time between two looks at them (default 100ms, with -aws 10s)")
	if err := cli.Parse(flags, args, stdout, about); err != nil {
		return s, err
	}
	switch {
	case s.aws != (s.flowDefinition != ""):
		return s, cli.Usagef("-aws and -flow-definition ARN go together")
	case s.n < 1:
		return s, cli.Usagef("-n is %d: it must be at least 1", s.n)
	case s.maxWait <= 0 || s.minDelay < 0:
		return s, cli.Usagef("-max-wait must be positive, and -poll not negative")
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
	client, flow, begun, done, err := newService(ctx, s)
	if err != nil {
		return err
	}
	defer done()
	in := &a2iruntime.HumanLoopsWaiterInput{FlowDefinitionArn: aws.String(flow)}
	run := time.Now().UTC().Format("20060102-150405")
	for i := 1; i <= s.n; i++ {
		name := fmt.Sprintf("waitmany-%s-%03d", run, i)
		_, err := client.StartHumanLoop(ctx, &a2iruntime.StartHumanLoopInput{
			HumanLoopName:     aws.String(name),
			FlowDefinitionArn: aws.String(flow),
			HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String(fmt.Sprintf(`{"question": "Is this number %d?"}`, i))},
		})
		if err != nil {
			tell(stderr, s, in.HumanLoopNames)
			return err
		}
		in.HumanLoopNames = append(in.HumanLoopNames, name)
		begun(name)
	}
	fmt.Fprintf(stderr, "waitmany: started %d human loops\n", s.n)
	return wait(ctx, s, client, in, stdout, stderr)
}

// wait waits for the loops and prints how each ended.
func wait(ctx context.Context, s settings, client *a2iruntime.Client, in *a2iruntime.HumanLoopsWaiterInput, stdout, stderr io.Writer) error {
	bar := cli.Progress(stderr, len(in.HumanLoopNames), "reviewed")
	ended := map[string]string{}
	order := []string{}
	var failed error
	w := a2iruntime.NewHumanLoopsWaiter(client, func(o *waiters.Options) { o.MinDelay = s.minDelay })
	for loop, err := range w.Each(ctx, in, s.maxWait) {
		name := aws.ToString(loop.HumanLoopName)
		if name == "" {
			failed = err
			break
		}
		how := string(loop.HumanLoopStatus) + "\t" + aws.ToString(loop.FailureReason)
		if err != nil {
			how = "Gone\t" + err.Error()
		}
		ended[name] = how
		order = append(order, name)
		_ = bar.Add(1)
	}
	_ = bar.Finish()
	table := tabwriter.NewWriter(stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "HUMAN LOOP\tSTATUS\tREASON")
	for _, name := range order {
		fmt.Fprintf(table, "%s\t%s\n", name, ended[name])
	}
	waiting := slices.DeleteFunc(slices.Clone(in.HumanLoopNames), func(name string) bool { return ended[name] != "" })
	for _, name := range waiting {
		fmt.Fprintf(table, "%s\t%s\t\n", name, types.HumanLoopStatusInProgress)
	}
	tell(stderr, s, waiting)
	return errors.Join(table.Flush(), failed)
}

// named is how many of the loops that are left are told by name.
const named = 20

// tell tells which loops are left, since on AWS they go on without this program.
// The local service ends with it, and so do its loops.
func tell(stderr io.Writer, s settings, waiting []string) {
	if len(waiting) == 0 || !s.aws {
		return
	}
	names := strings.Join(waiting[:min(named, len(waiting))], " ")
	if more := len(waiting) - named; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	fmt.Fprintf(stderr, "waitmany: these loops go on; stop them with StopHumanLoop if nobody needs them: %s\n", names)
}
