// Exportloops is a batch job. It exports every human loop of a flow definition, or
// every execution of a Bedrock flow, to a file of JSON lines or CSV. If it is killed
// at any moment, the next run resumes, and the file contains each item exactly once.
//
//	go run ./examples/exportloops
//	go run ./examples/exportloops -aws -flow-definition ARN -out loops.csv
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/a2iflows/a2iflows-go/examples/cli"
)

func main() { cli.Main("exportloops", run) }

const about = `Exportloops exports every human loop of a flow definition, or every execution of a
Bedrock flow, as JSON lines or CSV. With -out it saves a checkpoint next to the
file. If it is killed at any moment, run it again with the same flags to resume;
only -max-items and -page-size may change.
Without -aws it exports from a local service that contains 1000 loops and, for any
-flow, 100 executions.

` + cli.ExitCodes

// settings are the values of the flags.
type settings struct {
	aws            bool
	flowDefinition string
	flow           string
	out            string
	format         string
	checkpoint     string
	maxItems       int
	pageSize       int
	windows        int
	after, before  time.Time
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stdout)
	if err != nil {
		return err
	}
	list, closeList, err := newList(ctx, s)
	if err != nil {
		return err
	}
	defer closeList()
	if s.out == "" {
		return exportTo(ctx, s, list, stdout, stderr)
	}
	return exportFile(ctx, s, list, stderr)
}

func parse(args []string, stdout io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("exportloops", flag.ContinueOnError)
	flags.BoolVar(&s.aws, "aws", false, "use the default AWS configuration instead of the local service")
	flags.StringVar(&s.flowDefinition, "flow-definition", "", "with -aws: export the human loops of the flow definition with this `ARN`")
	flags.StringVar(&s.flow, "flow", "", "export the executions of the Bedrock flow with this `identifier` or ARN, such as FLOW123456")
	flags.StringVar(&s.out, "out", "", "`file` to write (default: standard output, without a checkpoint)")
	flags.StringVar(&s.format, "format", "", "output `format`: jsonl or csv (default: csv if -out ends with .csv, otherwise jsonl)")
	flags.StringVar(&s.checkpoint, "checkpoint", "", "checkpoint `file` (default: the name of -out followed by .checkpoint)")
	flags.IntVar(&s.maxItems, "max-items", 0, "maximum number of items to write in this run; 0 means all")
	flags.IntVar(&s.pageSize, "page-size", 0, "items per page: 1 to 100 loops, or 1 to 1000 executions (a page never contains more than 10); 0 means as many as the service allows")
	flags.IntVar(&s.windows, "windows", 1, fmt.Sprintf("number of parts of the time range to read concurrently, 1 to %d", maxWindows))
	flags.Func("after", "export only loops created after this `time`, such as 2026-01-31T08:30:00Z; a date such as 2026-01-31 means midnight UTC; required with -aws and -windows", timeFlag(&s.after))
	flags.Func("before", "export only loops created before this `time` or date; required with -aws and -windows", timeFlag(&s.before))
	if err := cli.Parse(flags, args, stdout, about); err != nil {
		return s, err
	}
	if s.format == "" {
		if s.format = "jsonl"; filepath.Ext(s.out) == ".csv" {
			s.format = "csv"
		}
	}
	if s.checkpoint == "" && s.out != "" {
		s.checkpoint = s.out + ".checkpoint"
	}
	return s, s.check()
}

func timeFlag(t *time.Time) func(string) error {
	return func(s string) (err error) {
		if *t, err = time.Parse(time.DateOnly, s); err != nil {
			*t, err = time.Parse(time.RFC3339, s)
		}
		switch year := t.UTC().Year(); {
		case err != nil:
			return errors.New("use a date and a time such as 2026-01-31T08:30:00Z, or a date such as 2026-01-31")
		case year < 1 || year > 9999:
			return errors.New("the year must be 1 to 9999")
		}
		return nil
	}
}

func (s *settings) check() error {
	switch {
	case s.aws && (s.flowDefinition == "") == (s.flow == ""):
		return cli.Usagef("-aws needs one of -flow-definition ARN and -flow ID")
	case !s.aws && s.flowDefinition != "":
		return cli.Usagef("-flow-definition needs -aws")
	case s.format != "jsonl" && s.format != "csv":
		return cli.Usagef("-format is %q: it must be jsonl or csv", s.format)
	case s.checkpoint != "" && s.out == "":
		return cli.Usagef("-checkpoint needs -out")
	case s.checkpoint != "" && (sameFile(s.checkpoint, s.out) || sameFile(s.checkpoint+unfinished, s.out) || sameFile(s.checkpoint+locked, s.out)):
		return cli.Usagef("-out is %q: it must not be the -checkpoint file, or that file's name followed by %s or %s", s.out, unfinished, locked)
	case s.maxItems < 0:
		return cli.Usagef("-max-items is %d: it must not be negative", s.maxItems)
	case s.pageSize < 0 || s.pageSize > s.maxPageSize():
		return cli.Usagef("-page-size is %d: it must be 1 to %d, or 0 for as many as the service allows", s.pageSize, s.maxPageSize())
	case s.windows < 1 || s.windows > maxWindows:
		return cli.Usagef("-windows is %d: it must be 1 to %d", s.windows, maxWindows)
	case s.flow != "" && !(s.after.IsZero() && s.before.IsZero()):
		return cli.Usagef("-after and -before cannot be used with -flow: executions cannot be listed by time")
	case s.windows > 1 && s.flow != "":
		return cli.Usagef("-windows cannot be used with -flow: executions cannot be listed by time")
	case s.windows > 1 && s.aws && (s.after.IsZero() || s.before.IsZero()):
		return cli.Usagef("with -aws, -windows needs -after and -before")
	case !s.after.IsZero() && !s.before.IsZero() && !s.after.Before(s.before):
		return cli.Usagef("-after is %s: it must be before -before, %s", s.after.Format(time.RFC3339Nano), s.before.Format(time.RFC3339Nano))
	}
	return nil
}

// maxWindows limits the number of concurrent requests.
const maxWindows = 64

// maxPageSize returns the API's limit.
func (s *settings) maxPageSize() int {
	if s.flow != "" {
		return 1000
	}
	return 100
}

func sameFile(a, b string) bool {
	fullA, errA := filepath.Abs(a)
	fullB, errB := filepath.Abs(b)
	return errA == nil && errB == nil && fullA == fullB
}
