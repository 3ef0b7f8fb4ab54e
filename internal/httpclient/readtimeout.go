package httpclient

import (
	"context"
	"errors"
	"net"
	"os"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// DefaultReadTimeout is how long the default HTTP client waits for a silent
// connection to deliver a byte.
const DefaultReadTimeout = 60 * time.Second

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

func dialWithReadTimeout(dial dialFunc, timeout time.Duration) dialFunc {
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return readTimeoutConn{conn, timeout}, nil
	}
}

// readTimeoutConn fails a read that receives nothing during the timeout. A slow response does
// not fail as long as bytes arrive.
type readTimeoutConn struct {
	net.Conn
	timeout time.Duration
}

// Write restarts the timeout, because net/http also reads from idle connections. The time
// before a request must not count.
func (c readTimeoutConn) Write(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.timeout)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

func (c readTimeoutConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.timeout)); err != nil {
		return 0, err
	}
	n, err := c.Conn.Read(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = &awshttp.ResponseTimeoutError{TimeoutDur: c.timeout}
	}
	return n, err
}
