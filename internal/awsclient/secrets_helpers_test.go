package awsclient_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/logging"
)

// secretsOf returns the parts of a request that prove the sender's identity.
func secretsOf(r *http.Request) (secrets []string) {
	authorization := r.Header.Get("Authorization")
	if _, signature, found := strings.Cut(authorization, "Signature="); found {
		authorization = signature
	}
	for _, secret := range []string{strings.TrimPrefix(authorization, "Bearer "), r.Header.Get("X-Amz-Security-Token")} {
		if secret != "" {
			secrets = append(secrets, secret)
		}
	}
	return secrets
}

// observed is a client whose logs and spans are recorded, with the secrets that it has
// sent.
type observed struct {
	*a2iruntime.Client
	log     bytes.Buffer
	spans   recorder
	mu      sync.Mutex
	secrets []string
}

// observe returns a client that logs and traces everything. The handler receives the
// secrets of the request and of all earlier requests.
func observe(t *testing.T, handler func(w http.ResponseWriter, secrets []string), fns ...func(*a2iruntime.Options)) *observed {
	o := &observed{spans: recorder{values: true}}
	optFns := append([]func(*a2iruntime.Options){func(options *a2iruntime.Options) {
		options.Logger = logging.NewStandardLogger(&o.log)
		options.ClientLogMode = aws.LogSigning | aws.LogRetries | aws.LogRequestWithBody | aws.LogResponseWithBody
		options.TracerProvider = tracerProvider{&o.spans}
	}}, fns...)
	o.Client = serve(t, func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		o.secrets = append(o.secrets, secretsOf(r)...)
		secrets := o.secrets
		o.mu.Unlock()
		handler(w, secrets)
	}, optFns...)
	return o
}

// wantNoSecrets searches the log, the spans, and everything reachable from err for
// secrets.
func (o *observed) wantNoSecrets(t *testing.T, err error) {
	t.Helper()
	for _, secret := range o.secrets {
		for where, text := range map[string]string{"log": o.log.String(), "spans": strings.Join(o.spans.spans, "\n"), "error": fmt.Sprint(err)} {
			for _, line := range strings.Split(text, "\n") {
				if part := clienttest.Quotes(line, secret); part != "" {
					t.Errorf("the %s shows %q: %s", where, part, line)
				}
			}
		}
		if path := find(reflect.ValueOf(err), secret, map[any]bool{}); path != "" {
			t.Errorf("%q is at err%s", secret, path)
		}
	}
}

// tokens provides the session tokens one after the other.
func tokens(optFns ...string) aws.CredentialsProvider {
	n := 0
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		c := clienttest.Credentials
		c.SessionToken = optFns[min(n, len(optFns)-1)]
		n++
		return c, nil
	})
}

// quotations lists the ways in which a service can quote a secret in a response.
var quotations = map[string]func(w http.ResponseWriter, secret string){
	"message": func(w http.ResponseWriter, secret string) {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"message": "you sent " + secret})
	},
	"code": func(w http.ResponseWriter, secret string) {
		w.Header().Set("X-Amzn-Errortype", secret)
		w.WriteHeader(http.StatusBadRequest)
	},
	"request ID": func(w http.ResponseWriter, secret string) {
		w.Header().Set("X-Amzn-Requestid", secret)
		w.WriteHeader(http.StatusBadRequest)
	},
	"page": func(w http.ResponseWriter, secret string) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte("<html>" + secret))
	},
	"HTML with status 200": func(w http.ResponseWriter, secret string) { _, _ = w.Write([]byte("<html>" + secret)) },
	"header": func(w http.ResponseWriter, secret string) {
		w.Header().Set("X-Debug", secret)
		w.WriteHeader(http.StatusBadRequest)
	},
	"trailer": func(w http.ResponseWriter, secret string) {
		w.Header().Set(http.TrailerPrefix+"X-Debug", secret)
		w.WriteHeader(http.StatusBadRequest)
	},
	"status line": func(w http.ResponseWriter, secret string) { hijack(w, "HTTP/1.1 400 "+secret+"\r\n\r\n") },
	"not HTTP":    func(w http.ResponseWriter, secret string) { hijack(w, secret+"\r\n\r\n") },
	"a number": func(w http.ResponseWriter, secret string) {
		hijack(w, "HTTP/1.1 200 OK\r\nContent-Length: "+secret+"\r\n\r\n")
	},
}

func hijack(w http.ResponseWriter, text string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	_, _ = conn.Write([]byte(text)) // the client reports a failed write
	_ = conn.Close()
}

// find returns the path to 16 bytes of text in a value, or "" if the value does not
// contain any.
func find(v reflect.Value, text string, seen map[any]bool) string {
	switch v.Kind() {
	case reflect.String:
		if clienttest.Quotes(v.String(), text) != "" {
			return fmt.Sprintf(" = %q", v.String())
		}
	case reflect.Pointer:
		if at := [2]any{v.Pointer(), v.Type()}; !v.IsNil() && !seen[at] {
			seen[at] = true
			return find(v.Elem(), text, seen)
		}
	case reflect.Interface:
		return find(v.Elem(), text, seen)
	case reflect.Struct:
		for i := range v.NumField() {
			if path := find(v.Field(i), text, seen); path != "" {
				return "." + v.Type().Field(i).Name + path
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if path := find(key, text, seen) + find(v.MapIndex(key), text, seen); path != "" {
				return fmt.Sprintf("[%v]%s", key, path)
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
			if clienttest.Quotes(string(v.Bytes()), text) != "" {
				return " as bytes"
			}
			return ""
		}
		for i := range v.Len() {
			if path := find(v.Index(i), text, seen); path != "" {
				return fmt.Sprintf("[%d]%s", i, path)
			}
		}
	}
	return ""
}

// static is a credentials provider whose fields find can read.
type static struct{ credentials aws.Credentials }

func (s static) Retrieve(context.Context) (aws.Credentials, error) { return s.credentials, nil }

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
