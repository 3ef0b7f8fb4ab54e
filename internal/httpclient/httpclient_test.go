package httpclient

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// A BuildableClient keeps its settings, and gets those of the defaults mode and this
// module's guarantees.
func TestNew(t *testing.T) {
	b := awshttp.NewBuildableClient().WithTimeout(7 * time.Second).WithTransportOptions(func(tr *http.Transport) { tr.MaxIdleConns = 3 })
	hc := New(b, aws.DefaultsModeCrossRegion)
	tr := hc.Transport.(*http.Transport)
	if hc.Timeout != 7*time.Second || tr.MaxIdleConns != 3 || tr.TLSHandshakeTimeout != 3100*time.Millisecond {
		t.Errorf("timeout, idle connections, TLS timeout = %v, %d, %v; want 7s, 3 and the defaults mode's 3.1s", hc.Timeout, tr.MaxIdleConns, tr.TLSHandshakeTimeout)
	}
	if err := hc.CheckRedirect(nil, nil); !errors.Is(err, http.ErrUseLastResponse) {
		t.Errorf("CheckRedirect returned %v", err)
	}
}

// The default read timeout is 60 seconds. A BuildableClient's own timeout overrides it,
// and 0 disables it.
func TestConnectionReadTimeout(t *testing.T) {
	for _, tc := range []struct {
		from *awshttp.BuildableClient
		want time.Duration
	}{
		{awshttp.NewBuildableClient(), 60 * time.Second},
		{awshttp.NewBuildableClient().WithReadTimeout(time.Minute * 5), 5 * time.Minute},
		{awshttp.NewBuildableClient().WithReadTimeout(0), 0},
	} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		conn, err := newTransport(tc.from, connectTimeouts{}).DialContext(context.Background(), "tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		limited, _ := conn.(readTimeoutConn)
		if limited.timeout != tc.want {
			t.Errorf("read timeout %v, want %v", limited.timeout, tc.want)
		}
		conn.Close()
		listener.Close()
	}
}

// deadlines records the read deadlines that are set.
type deadlines struct {
	net.Conn
	set []time.Time
}

func (d *deadlines) SetReadDeadline(t time.Time) error { d.set = append(d.set, t); return nil }
func (d *deadlines) Write(p []byte) (int, error)       { return len(p), nil }

// After an idle time, the next response still has the whole timeout: writing the request
// restarts it.
func TestReadTimeoutStartsWithRequest(t *testing.T) {
	d := new(deadlines)
	before := time.Now()
	if _, err := (readTimeoutConn{d, time.Hour}).Write([]byte("GET")); err != nil {
		t.Fatal(err)
	}
	if len(d.set) != 1 || d.set[0].Before(before.Add(time.Hour)) {
		t.Errorf("read deadlines %v after a write, want one an hour ahead", d.set)
	}
}
