package a2iruntime_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/logging"
)

// slogLogger makes a *slog.Logger an Options.Logger. The client passes it each call's
// context, so that a handler can add values from it, such as a trace ID.
type slogLogger struct {
	logger *slog.Logger
	ctx    context.Context
}

func (l slogLogger) WithContext(ctx context.Context) logging.Logger {
	return slogLogger{l.logger, ctx}
}

func (l slogLogger) Logf(c logging.Classification, format string, v ...any) {
	level := slog.LevelDebug
	if c == logging.Warn {
		level = slog.LevelWarn
	}
	l.logger.Log(l.ctx, level, fmt.Sprintf(format, v...))
}

// The client logs to log/slog. It masks signatures, Authorization headers and
// session tokens first.
func Example_logging() {
	srv := exampleServer()
	defer srv.Close()
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		Level: slog.LevelDebug, // the client logs at Debug, except warnings
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr { // for the same output each time
			switch a.Key {
			case slog.TimeKey:
				return slog.Attr{}
			case slog.MessageKey:
				lines := strings.Split(a.Value.String(), "\r\n")
				return slog.String(a.Key, strings.ReplaceAll(lines[0], "\n", " "))
			}
			return a
		},
	}))

	cfg := srv.Config()
	cfg.Logger = slogLogger{logger, context.Background()} // or Options.Logger
	cfg.ClientLogMode = aws.LogRetries | aws.LogRequest | aws.LogResponse
	client := a2iruntime.NewFromConfig(cfg)

	if err := srv.Inject(a2itest.Fault{Code: "ThrottlingException"}); err != nil {
		fmt.Println(err)
		return
	}
	if _, err := client.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("invoice-1")}); err != nil {
		fmt.Println(err)
		return
	}
	// Output:
	// level=DEBUG msg="Request GET /human-loops/invoice-1 HTTP/1.1"
	// level=DEBUG msg="Response HTTP/1.1 429 Too Many Requests"
	// level=DEBUG msg="retrying request SageMaker A2I Runtime/DescribeHumanLoop, attempt 2"
	// level=DEBUG msg="Request GET /human-loops/invoice-1 HTTP/1.1"
	// level=DEBUG msg="Response HTTP/1.1 200 OK"
}
