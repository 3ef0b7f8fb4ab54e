package fake

import (
	"fmt"
	"io"
	"net/http"
	"testing"
)

// A client may use HTTP/2 without TLS, as the AWS SDK for JavaScript does for Agents for
// Amazon Bedrock Runtime. Other clients use HTTP/1.1.
func TestHTTP2WithoutTLS(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  func(*http.Protocols)
		want string
	}{
		{"HTTP/1.1", func(p *http.Protocols) { p.SetHTTP1(true) }, "HTTP/1.1"},
		{"HTTP/2 without TLS", func(p *http.Protocols) { p.SetUnencryptedHTTP2(true) }, "HTTP/2.0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) }))
			defer s.Close()
			transport := &http.Transport{Protocols: new(http.Protocols)}
			defer transport.CloseIdleConnections()
			tt.set(transport.Protocols)
			resp, err := (&http.Client{Transport: transport}).Get(s.URL)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if body, err := io.ReadAll(resp.Body); string(body) != tt.want || err != nil {
				t.Errorf("the server was asked by %q, %v, want %s", body, err, tt.want)
			}
		})
	}
}
