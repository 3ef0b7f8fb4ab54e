// Package cli contains the code that the example programs share: exit codes, flag
// parsing, the AWS configuration and a progress bar. A program that you copy into your
// module can import this package. It may change in any release, so copy it too.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Exit codes of the programs.
const (
	OK          = 0
	Error       = 1
	Usage       = 2
	Interrupted = 130 // as in shells: 128 plus the number of SIGINT
)

// ExitCodes describes the exit codes of a program that ends by itself. The program
// prints it with -h.
const ExitCodes = `It exits with 0 on success, with 1 on failure, with 2 when the flags are invalid,
and with 130 when Ctrl-C or SIGTERM ends it early.`

// UsageError reports invalid flags.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }

// Usagef returns a UsageError.
func Usagef(format string, args ...any) error { return &UsageError{fmt.Errorf(format, args...)} }

// Main runs a program and exits with its exit code. The first Ctrl-C or SIGTERM cancels
// the program's context; the second one ends the process immediately.
func Main(name string, run func(ctx context.Context, args []string, stdout, stderr io.Writer) error) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() { // ends with the process
		<-signals
		signal.Stop(signals) // before cancel, so that a signal after it ends the process
		cancel()
	}()
	os.Exit(Run(ctx, name, run, os.Args[1:], os.Stdout, os.Stderr))
}

// Run runs a program, prints its error to stderr, and returns its exit code. The code
// is Interrupted only if ctx is canceled and the error is context.Canceled.
func Run(ctx context.Context, name string, run func(ctx context.Context, args []string, stdout, stderr io.Writer) error, args []string, stdout, stderr io.Writer) int {
	err := run(ctx, args, stdout, stderr)
	var usage *UsageError
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return OK
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "%s: %v\nUse -h to list the flags.\n", name, err)
		return Usage
	case errors.Is(ctx.Err(), context.Canceled) && errors.Is(err, context.Canceled):
		fmt.Fprintf(stderr, "%s: interrupted: %v\n", name, err)
		return Interrupted
	}
	fmt.Fprintf(stderr, "%s: %v\n", name, err)
	return Error
}

// Parse parses the flags. With -h, it prints about, which includes the exit codes, and
// the flags to stdout. Any other argument is an error.
func Parse(flags *flag.FlagSet, args []string, stdout io.Writer, about string) error {
	flags.SetOutput(io.Discard) // Run prints the error, once
	flags.Usage = func() {}
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(stdout)
		fmt.Fprintf(stdout, "%s\n\n", about)
		flags.PrintDefaults()
		return err
	case err != nil:
		return &UsageError{err}
	case flags.NArg() > 0:
		return Usagef("unexpected argument %q", flags.Arg(0))
	}
	return nil
}

// Cause returns why the context ended if that caused err, and err otherwise. The error of
// an interrupted call says the same in more words.
func Cause(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return context.Cause(ctx)
	}
	return err
}

// AWS loads the default AWS configuration. If the Region or credentials are missing,
// the error says what to set.
func AWS(ctx context.Context) (aws.Config, error) {
	cfg, err := config.LoadDefaultConfig(ctx)
	switch {
	case err != nil:
		return cfg, fmt.Errorf("load the AWS configuration: %w", err)
	case cfg.Region == "":
		return cfg, errors.New("no AWS Region: set AWS_REGION, or set AWS_PROFILE to a profile with a Region")
	}
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		return cfg, fmt.Errorf("no AWS credentials: set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: %w", err)
	}
	return cfg, nil
}

// Progress returns a progress bar with a number of steps. A total of -1 means that the
// number is unknown. The bar is shown only if stderr is a terminal.
func Progress(stderr io.Writer, total int, about string) *progressbar.ProgressBar {
	out := io.Discard
	if file, ok := stderr.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		out = stderr
	}
	return progressbar.NewOptions(total,
		progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(about), progressbar.OptionShowCount(),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
}
