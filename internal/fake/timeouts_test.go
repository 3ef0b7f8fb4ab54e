package fake

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"go.uber.org/goleak"
)

// The timeouts for slow clients that the documentation states.
func TestTimeouts(t *testing.T) {
	s := Start(http.HandlerFunc(hello))
	defer s.Close()
	if s.http.ReadHeaderTimeout != 10*time.Second || s.http.ReadTimeout != time.Minute || s.http.IdleTimeout != 2*time.Minute || s.http.MaxHeaderBytes != 64<<10 {
		t.Errorf("the server has the limits %v, %v, %v and %d bytes", s.http.ReadHeaderTimeout, s.http.ReadTimeout, s.http.IdleTimeout, s.http.MaxHeaderBytes)
	}
}

// A client that sends nothing, or a byte now and then, is disconnected after its timeout,
// even if it keeps sending. Only the server's timers end these connections.
func TestSlowClientsAreDisconnected(t *testing.T) {
	const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
	const never, soon = time.Hour, 200 * time.Millisecond
	for name, tc := range map[string]struct {
		after    timeouts // only one of them is short enough to apply
		begin    string
		trickles bool
		answered bool
	}{
		"silent":                               {after: timeouts{soon, never, never}},
		"half of the headers":                  {after: timeouts{soon, never, never}, begin: "POST / HTTP/1.1\r\nHo"},
		"headers byte by byte":                 {after: timeouts{soon, never, never}, begin: "POST / HTTP/1.1\r\nX-Long: ", trickles: true},
		"no body":                              {after: timeouts{never, soon, never}, begin: head},
		"a body byte by byte":                  {after: timeouts{never, soon, never}, begin: head, trickles: true},
		"silent after its first request":       {after: timeouts{never, never, soon}, begin: "GET / HTTP/1.1\r\nHost: x\r\n\r\n", answered: true},
		"byte by byte after its first request": {after: timeouts{5 * soon, never, never}, begin: "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nX-Long: ", answered: true, trickles: true},
	} {
		t.Run(name, func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			s := serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if _, err := io.Copy(io.Discard, r.Body); err == nil {
					hello(w, r)
				}
			}), tc.after)
			defer func() {
				s.Close()
				if err := clienttest.FindLeaks(before); err != nil {
					t.Error(err)
				}
			}()
			conn, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			trickled := make(chan struct{})
			go func() {
				defer close(trickled)
				_, err := io.WriteString(conn, tc.begin)
				tick := time.NewTicker(time.Millisecond)
				defer tick.Stop()
				for tc.trickles && err == nil { // until the server closes the connection
					<-tick.C
					_, err = conn.Write([]byte("x"))
				}
			}()
			from := bufio.NewReader(conn)
			if tc.answered {
				response, err := http.ReadResponse(from, nil)
				if err != nil {
					t.Fatal(err)
				}
				if body, err := io.ReadAll(response.Body); string(body) != "hello" {
					t.Errorf("the first request gets the response %q, %v", body, err)
				}
				response.Body.Close()
			}
			if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, from); errors.Is(err, os.ErrDeadlineExceeded) { // a close and a reset both end the connection
				t.Error("the server did not disconnect the client")
			}
			if !tc.trickles {
				<-trickled
			}
			_ = conn.Close()
			<-trickled
		})
	}
}
