// Localservice is Amazon A2I Runtime and the flow executions of Agents for
// Amazon Bedrock on this machine, as a program for any language and for CI: the
// AWS CLI, boto3 and the AWS SDK for JavaScript use it unchanged. Its page lets a
// person answer the loops that wait, and its S3 serves their output documents.
//
//	go run ./examples/localservice
//	go run ./examples/localservice -data loops.db -executions 25
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/examples/cli"
)

func main() { cli.Main("localservice", run) }

const about = `Localservice emulates Amazon A2I Runtime and the flow executions of Agents for
Amazon Bedrock on this machine. It prints the environment variables that point the
AWS CLI, boto3 and the AWS SDK for JavaScript at it. Reviewers answer on its page,
and its S3 serves the output documents.

It exits with 0 when Ctrl-C or SIGTERM ends it, with 1 when something failed, and
with 2 when the flags are wrong. Requests under way get 5 seconds to end; a second
Ctrl-C ends it at once.`

// settings are what the flags say.
type settings struct {
	addr        string
	data        string
	hosts       []string
	region      string
	account     string
	shell       string
	executions  int
	expireAfter time.Duration
	verbose     bool
}

func parse(args []string, stdout io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("localservice", flag.ContinueOnError)
	flags.StringVar(&s.addr, "addr", "127.0.0.1:4610", "the `ADDRESS:PORT` to listen on; port 0 takes a free one")
	flags.StringVar(&s.data, "data", "", "keep loops and answers in this `FILE`, over restarts and crashes (default: in memory)")
	flags.StringVar(&s.region, "region", "us-east-1", "AWS `Region` to emulate")
	flags.StringVar(&s.account, "account", "123456789012", "AWS `account` to emulate")
	flags.StringVar(&s.shell, "shell", defaultShell(), "print the environment variables for this `shell`: sh (also bash and zsh), fish, powershell or cmd")
	flags.IntVar(&s.executions, "executions", 0, "number of executions of the flow FLOW123456")
	flags.DurationVar(&s.expireAfter, "expire-after", 0, "the age at which a loop that nobody answered fails, such as 8h (default: never)")
	hosts := flags.String("hosts", "", "more `NAMES` that a browser may call the page by, separated by commas; localhost and IP addresses always work")
	flags.BoolVar(&s.verbose, "v", false, "tell each request on stderr")
	if err := cli.Parse(flags, args, stdout, about); err != nil {
		return s, err
	}
	for _, host := range strings.Split(*hosts, ",") {
		if host = strings.ToLower(strings.TrimSpace(host)); host != "" {
			s.hosts = append(s.hosts, host)
		}
	}
	return s, s.check()
}

var (
	regionName = regexp.MustCompile(`^[a-z0-9-]{1,20}$`)
	accountID  = regexp.MustCompile(`^[0-9]{12}$`)
	hostName   = regexp.MustCompile(`^[a-z0-9._-]{1,253}$`)
)

// check returns what is wrong with the flags.
func (s *settings) check() error {
	const mostExecutions = 1_000_000
	if _, _, err := net.SplitHostPort(s.addr); err != nil {
		return cli.Usagef("-addr %q must be an address and a port, such as 127.0.0.1:4610: %w", s.addr, err)
	}
	for _, host := range s.hosts {
		if !hostName.MatchString(host) {
			return cli.Usagef("-hosts has %q: a name is one such as a2i.test, without a port", host)
		}
	}
	if err := checkShell(s.shell); err != nil {
		return err
	}
	switch {
	case !regionName.MatchString(s.region):
		return cli.Usagef("-region is %q: it must be a Region such as us-east-1", s.region)
	case !accountID.MatchString(s.account):
		return cli.Usagef("-account is %q: it must be 12 digits", s.account)
	case s.executions < 0 || s.executions > mostExecutions:
		return cli.Usagef("-executions is %d: it must be from 0 to %d", s.executions, mostExecutions)
	case s.expireAfter < 0:
		return cli.Usagef("-expire-after must not be negative")
	}
	return nil
}

// shutdownTime is how long requests under way may take when the program ends.
const shutdownTime = 5 * time.Second

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stdout)
	if err != nil {
		return err
	}
	service, err := newService(s)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return errors.Join(fmt.Errorf("listen on -addr %s: %w", s.addr, err), service.close())
	}
	if address, ok := listener.Addr().(*net.TCPAddr); ok && !address.IP.IsLoopback() {
		fmt.Fprintf(stderr, "localservice: whoever reaches %s can answer loops, and its access key is public\n", address)
	}
	server := serve(listener, service.handler(s, stderr))
	printIntroduction(stderr, server.url, s)
	if err = printExports(stdout, server.url, s); err != nil {
		err = fmt.Errorf("print the exports: %w", err)
	} else {
		select {
		case <-ctx.Done():
		case <-service.data.done(): // close returns why
		}
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	server.shutdown(ending)
	return errors.Join(err, service.close())
}
