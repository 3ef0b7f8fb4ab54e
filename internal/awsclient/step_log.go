package awsclient

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/redact"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// redactingLogger removes secrets from log lines.
type redactingLogger struct {
	logging.Logger
	secrets *redact.Secrets
}

func newRedactingLogger(l logging.Logger) redactingLogger {
	return redactingLogger{l, new(redact.Secrets)}
}

func (l redactingLogger) Logf(c logging.Classification, format string, v ...any) {
	l.Logger.Logf(c, "%s", l.secrets.Redact(fmt.Sprintf(format, v...)))
}

// WithContext returns a logger that removes the secrets of the context's call.
func (l redactingLogger) WithContext(ctx context.Context) logging.Logger {
	if call, err := callOf(ctx); err == nil {
		l.secrets = &call.secrets
	}
	return redactingLogger{logging.WithContext(ctx, l.Logger), l.secrets}
}

// maxLoggedBody is the number of bytes of a response's body that are logged.
const maxLoggedBody = 64 << 10

// requestResponseLogger logs the requests and responses that ClientLogMode selects.
type requestResponseLogger struct{ *plan }

func (requestResponseLogger) ID() string { return "RequestResponseLogger" }

func (m requestResponseLogger) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	out middleware.DeserializeOutput, metadata middleware.Metadata, err error,
) {
	mode := m.options.ClientLogMode
	if mode == 0 {
		return next.HandleDeserialize(ctx, in)
	}
	logger := middleware.GetLogger(ctx)
	if l, ok := logger.(redactingLogger); ok {
		logger = l.Logger
	}
	if req, ok := in.Request.(*smithyhttp.Request); ok && (mode.IsRequest() || mode.IsRequestWithBody()) {
		if err := logRequest(ctx, logger, req, mode.IsRequestWithBody()); err != nil {
			return out, metadata, err
		}
	}
	out, metadata, err = next.HandleDeserialize(ctx, in)
	if resp, ok := out.RawResponse.(*smithyhttp.Response); ok && err == nil && (mode.IsResponse() || mode.IsResponseWithBody()) {
		logResponse(redactingLogger{logger, secretsSent(ctx, in.Request, resp)}, resp, mode.IsResponseWithBody())
	}
	return out, metadata, err
}

// logRequest removes all secrets from the request's headers. In the body, which comes from
// the caller and can be large, it masks only the values that follow a secret's name.
func logRequest(ctx context.Context, logger logging.Logger, req *smithyhttp.Request, withBody bool) error {
	nameRedacting := newRedactingLogger(logger)
	var dump strings.Builder
	if err := req.Build(ctx).Write(&dump); err != nil {
		nameRedacting.Logf(logging.Warn, "failed to write the request to the log: %v", err)
	} else {
		head, body, _ := strings.Cut(dump.String(), "\r\n\r\n")
		if !withBody {
			body = ""
		}
		nameRedacting.Logf(logging.Debug, "Request\n%s\r\n\r\n%s", secretsSent(ctx, req, nil).Redact(head), body)
	}
	if err := req.RewindStream(); err != nil {
		return fmt.Errorf("rewind the request's body after logging it: %w", err)
	}
	return nil
}

func logResponse(logger logging.Logger, resp *smithyhttp.Response, withBody bool) {
	var dump bytes.Buffer
	status := cmp.Or(resp.Status, fmt.Sprintf("%d %s", resp.StatusCode, http.StatusText(resp.StatusCode)))
	fmt.Fprintf(&dump, "HTTP/%d.%d %s\r\n", resp.ProtoMajor, resp.ProtoMinor, status)
	_ = resp.Header.Write(&dump) // writing to a buffer never fails
	if len(resp.TransferEncoding) > 0 {
		fmt.Fprintf(&dump, "Transfer-Encoding: %s\r\n", strings.Join(resp.TransferEncoding, ","))
	}
	if resp.Close {
		dump.WriteString("Connection: close\r\n")
	}
	dump.WriteString("\r\n")
	if withBody && resp.Body != nil && resp.Body != http.NoBody {
		// The deserializer reads the logged part again, then the rest or its read error.
		head, err := io.ReadAll(io.LimitReader(resp.Body, maxLoggedBody))
		rest := io.Reader(resp.Body)
		if err != nil {
			rest = failingReader{err}
		}
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(head), rest), resp.Body}
		dump.Write(head)
	}
	logger.Logf(logging.Debug, "Response\n%s", &dump)
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }
