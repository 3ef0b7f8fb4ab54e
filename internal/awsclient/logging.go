package awsclient

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"

	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// maskedLogger passes on log lines without their secrets.
type maskedLogger struct {
	logging.Logger
	masker masker
}

func (l maskedLogger) Logf(c logging.Classification, format string, v ...any) {
	l.Logger.Logf(c, "%s", l.masker.mask(fmt.Sprintf(format, v...)))
}

// WithContext keeps a logger that wants the context working.
func (l maskedLogger) WithContext(ctx context.Context) logging.Logger {
	return maskedLogger{logging.WithContext(ctx, l.Logger), l.masker}
}

// maxLoggedBody is how much of a response's body a log shows, in bytes.
const maxLoggedBody = 64 << 10

// requestResponseLogger logs each attempt as ClientLogMode asks, with secrets
// masked.
type requestResponseLogger struct{ options *Options }

func (*requestResponseLogger) ID() string { return "RequestResponseLogger" }

func (m *requestResponseLogger) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
	out middleware.DeserializeOutput, metadata middleware.Metadata, err error,
) {
	mode := m.options.ClientLogMode
	secrets := maskerOf(in.Request)
	if mode == 0 {
		out, metadata, err = next.HandleDeserialize(ctx, in)
		secrets.maskDate(out.RawResponse)
		return out, metadata, err
	}
	logger := maskedLogger{middleware.GetLogger(ctx), secrets}
	if req, ok := in.Request.(*smithyhttp.Request); ok && (mode.IsRequest() || mode.IsRequestWithBody()) {
		if err := logRequest(ctx, logger, req, mode.IsRequestWithBody()); err != nil {
			return out, metadata, err
		}
	}
	out, metadata, err = next.HandleDeserialize(ctx, in)
	secrets.maskDate(out.RawResponse)
	if resp, ok := out.RawResponse.(*smithyhttp.Response); ok && err == nil && (mode.IsResponse() || mode.IsResponseWithBody()) {
		logResponse(logger, resp, mode.IsResponseWithBody())
	}
	return out, metadata, err
}

func logRequest(ctx context.Context, logger logging.Logger, req *smithyhttp.Request, withBody bool) error {
	dump, err := httputil.DumpRequestOut(req.Build(ctx), withBody)
	if err != nil {
		logger.Logf(logging.Warn, "failed to dump request for logging: %v", err)
	} else {
		logger.Logf(logging.Debug, "Request\n%s", dump)
	}
	if err := req.RewindStream(); err != nil {
		return fmt.Errorf("rewind the request's body after logging it: %w", err)
	}
	return nil
}

func logResponse(logger logging.Logger, resp *smithyhttp.Response, withBody bool) {
	dump, err := httputil.DumpResponse(resp.Response, false)
	if err != nil {
		logger.Logf(logging.Warn, "failed to dump response for logging: %v", err)
		return
	}
	if withBody && resp.Body != nil && resp.Body != http.NoBody {
		// What was read for the log is read again by the deserializer, which
		// also meets any error of the rest.
		head, err := io.ReadAll(io.LimitReader(resp.Body, maxLoggedBody))
		rest := io.Reader(resp.Body)
		if err != nil {
			rest = failingReader{err}
		}
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(head), rest), resp.Body}
		dump = append(dump, head...)
	}
	logger.Logf(logging.Debug, "Response\n%s", dump)
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }
