// Localservice emulates Amazon A2I Runtime and the flow executions of Agents for
// Amazon Bedrock Runtime on this machine, for programs in any language and for CI. The
// AWS CLI, boto3 and the AWS SDK for JavaScript work with it unchanged. Reviewers
// answer human loops on its web page, and it serves the output documents over S3.
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
	"syscall"
	"time"

	"github.com/a2iflows/a2iflows-go/examples/cli"
)

func main() { cli.Main("localservice", run) }

const about = `Localservice emulates Amazon A2I Runtime and the flow executions of Agents for
Amazon Bedrock Runtime on this machine. It prints the environment variables that
make the AWS CLI, boto3 and the AWS SDK for JavaScript use it. Reviewers answer
human loops on its web page, and it serves the output documents over S3.

It exits with 0 when Ctrl-C or SIGTERM ends it, with 1 on failure, and with 2 when
the flags are invalid. Before it exits, it waits up to 5 seconds for requests in
progress; a second Ctrl-C ends it immediately.`

// settings are the values of the flags.
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
	flags.StringVar(&s.addr, "addr", "127.0.0.1:4610", "`ADDRESS:PORT` to listen on; port 0 selects a free port")
	flags.StringVar(&s.data, "data", "", "save loops and answers in this `FILE`, so that they survive restarts and crashes (default: keep them in memory)")
	flags.StringVar(&s.region, "region", "us-east-1", "AWS `Region` to emulate")
	flags.StringVar(&s.account, "account", "123456789012", "AWS `account` to emulate")
	flags.StringVar(&s.shell, "shell", defaultShell(), "print the environment variables for this `shell`: sh, bash, zsh, fish, powershell or cmd")
	flags.IntVar(&s.executions, "executions", 0, fmt.Sprintf("number of executions of the flow %s, up to %d", demoFlow, maxExecutions))
	flags.DurationVar(&s.expireAfter, "expire-after", 0, "fail a loop that nobody has answered after this `duration`, such as 8h (default: never)")
	hosts := flags.String("hosts", "", "additional host `NAMES` to accept in requests, separated by commas; localhost and IP addresses are always accepted")
	flags.BoolVar(&s.verbose, "v", false, "log each request to standard error")
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

const maxExecutions = 1_000_000

// check returns an error if a flag is invalid.
func (s *settings) check() error {
	if _, _, err := net.SplitHostPort(s.addr); err != nil {
		return cli.Usagef("-addr is %q: it must be an address and a port, such as 127.0.0.1:4610", s.addr)
	}
	for _, host := range s.hosts {
		if !hostName.MatchString(host) {
			return cli.Usagef("-hosts contains %q: it must be a host name without a port, such as a2i.test", host)
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
	case s.executions < 0 || s.executions > maxExecutions:
		return cli.Usagef("-executions is %d: it must be 0 to %d", s.executions, maxExecutions)
	case s.expireAfter < 0:
		return cli.Usagef("-expire-after is %v: it must not be negative", s.expireAfter)
	}
	return nil
}

// shutdownTime is how long requests in progress may take when the program ends.
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
		if errors.Is(err, syscall.EADDRINUSE) {
			err = fmt.Errorf("%w: end the program that uses it, or set another port", err)
		}
		return errors.Join(fmt.Errorf("-addr: %w", err), service.close())
	}
	if address, ok := listener.Addr().(*net.TCPAddr); ok && !address.IP.IsLoopback() {
		fmt.Fprintf(stderr, "localservice: warning: anyone who can reach %s can answer loops, because the page has no password and the access key is public\n", address)
	}
	server := serve(listener, service.handler(s, stderr))
	printIntroduction(stderr, server.url, s)
	if err = printExports(stdout, server.url, s); err != nil {
		err = fmt.Errorf("print the environment variables: %w", err)
	} else {
		select {
		case <-ctx.Done():
		case <-service.data.done(): // close returns the error
		}
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	server.shutdown(ending)
	return errors.Join(err, service.close())
}
