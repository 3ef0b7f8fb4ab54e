package conformance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/sigv4verify"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// checkRequest sends an input and compares the request with the row.
func (s *Service) checkRequest(op *model.Operation, in, out example) []string {
	r, err := s.send(op, in, toJSON(out.wire))
	if err != nil {
		return []string{err.Error()}
	}
	problems := compareHead(op, in, r.Method, r.URL)
	body, members := flat{}, flat{}
	want := map[string]any{}
	for _, m := range op.Input {
		if value, ok := in.wire[m.Name]; ok && m.In == model.InBody {
			want[m.Name] = value
		}
	}
	members.flatten("", want)
	if len(r.Body) > 0 || len(want) > 0 {
		var document map[string]any
		decoder := json.NewDecoder(strings.NewReader(string(r.Body)))
		decoder.UseNumber()
		if err := decoder.Decode(&document); err != nil {
			return append(problems, fmt.Sprintf("%s: the body %q is not a JSON object: %v", op.Name, r.Body, err))
		}
		body.flatten("", document)
	}
	return append(problems, differences(op.Name+": the body", members, body)...)
}

// send sends an input and returns the request.
func (s *Service) send(op *model.Operation, in example, response string) (clienttest.Request, error) {
	x := &clienttest.Exchange{Responses: []clienttest.Response{{Body: response}}}
	c, err := findCall(s.NewClient(config(x), false), op.Name)
	if err != nil {
		return clienttest.Request{}, err
	}
	_, err = c.invoke(in.value)
	requests := x.Requests()
	if len(requests) != 1 {
		return clienttest.Request{}, fmt.Errorf("%s: a valid input sends %d requests, want 1: %w", op.Name, len(requests), err)
	}
	return requests[0], nil
}

// compareHead compares a request's method, path and query with the row.
func compareHead(op *model.Operation, in example, method string, u *url.URL) (problems []string) {
	path, query := op.Path, flat{}
	for _, m := range op.Input {
		value, ok := in.wire[m.Name]
		switch {
		case !ok:
		case m.In == model.InPath:
			path = strings.ReplaceAll(path, "{"+m.Name+"}", escape(fmt.Sprint(value)))
		case m.In == model.InQuery:
			query.flatten(m.Name, value)
		}
	}
	if method != op.Method {
		problems = append(problems, fmt.Sprintf("%s: the method is %s, want %s", op.Name, method, op.Method))
	}
	if got := u.EscapedPath(); got != path {
		problems = append(problems, fmt.Sprintf("%s: the path is %s, want %s", op.Name, got, path))
	}
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		problems = append(problems, fmt.Sprintf("%s: the query %s is malformed: %v", op.Name, u.RawQuery, err))
	}
	got := flat{}
	for name, list := range values {
		_, wantList := query[name+"[0]"]
		for i, value := range list {
			switch {
			case strings.HasPrefix(name, "X-Amz-"): // part of a presigned URL's signature
			case wantList || len(list) > 1:
				got[fmt.Sprintf("%s[%d]", name, i)] = fmt.Sprintf("%q", value)
			default:
				got[name] = fmt.Sprintf("%q", value)
			}
		}
	}
	for at, value := range query { // all values of a query are strings
		if !strings.HasPrefix(value, `"`) {
			query[at] = fmt.Sprintf("%q", value)
		}
	}
	return append(problems, differences(op.Name+": the query", query, got)...)
}

// escape escapes all bytes except RFC 3986's unreserved characters, as SigV4 does.
func escape(text string) string {
	const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
	var b strings.Builder
	for i := range len(text) {
		if strings.IndexByte(unreserved, text[i]) >= 0 {
			b.WriteByte(text[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", text[i])
		}
	}
	return b.String()
}

func toJSON(document any) string {
	text, _ := json.Marshal(document) // never fails for maps, lists, strings, numbers and nil
	return string(text)
}

// checkPresigned presigns an input, compares the URL with the row, and verifies that its
// signature is valid only for the call's body.
func (s *Service) checkPresigned(op *model.Operation, in example) []string {
	x := &clienttest.Exchange{}
	presigner := s.NewPresignClient(s.NewClient(config(x), false))
	c, err := findCall(presigner, "Presign"+op.Name)
	if err != nil {
		return []string{fmt.Sprintf("%v: add it in %s/api_op_%s.go", err, s.Package, op.Name)}
	}
	if c.in != reflect.TypeOf(in.value).Elem() {
		return []string{fmt.Sprintf("Presign%s takes a *%s, want *%s", op.Name, c.in, reflect.TypeOf(in.value).Elem())}
	}
	value, err := c.invoke(in.value)
	p, ok := value.(*v4.PresignedHTTPRequest)
	if err != nil || !ok {
		return []string{fmt.Sprintf("Presign%s of a valid input returns %T and the error %v", op.Name, value, err)}
	}
	sent, err := s.send(op, in, "{}")
	if err != nil {
		return []string{err.Error()}
	}
	if slices.ContainsFunc(op.Input, func(m model.Member) bool { return m.In == model.InBody }) {
		in, ok := in.value.(interface{ RequestBody() ([]byte, error) })
		if !ok {
			return []string{fmt.Sprintf("%sInput has no method RequestBody() ([]byte, error), which a presigned call with a body needs: add it in %s/api_op_%[1]s.go", op.Name, s.Package)}
		}
		if body, err := in.RequestBody(); err != nil || string(body) != string(sent.Body) {
			return []string{fmt.Sprintf("%sInput.RequestBody returns %s, %v, want what the call sends, %s", op.Name, body, err, sent.Body)}
		}
	}
	r, err := http.NewRequest(p.Method, p.URL, nil)
	if err != nil {
		return []string{fmt.Sprintf("Presign%s returns a request that is not valid: %v", op.Name, err)}
	}
	problems := compareHead(op, in, r.Method, r.URL)
	for i := range problems {
		problems[i] = "presigned " + problems[i]
	}
	r.Header, r.ContentLength = p.SignedHeader, int64(len(sent.Body))
	verifier := sigv4verify.Verifier{Region: "us-east-1", Service: s.Model.SigningName, Now: time.Now,
		Lookup: func(string) (aws.Credentials, bool) { return clienttest.Credentials, true }}
	if err := verifier.Verify(r, sent.Body); err != nil {
		problems = append(problems, fmt.Sprintf("Presign%s: the signature is not valid: %v", op.Name, err))
	}
	if err := verifier.Verify(r, []byte("other")); err == nil {
		problems = append(problems, fmt.Sprintf("Presign%s: the signature is valid for another body too", op.Name))
	}
	for _, header := range []string{"Authorization", "User-Agent", "Amz-Sdk-Invocation-Id", "Amz-Sdk-Request"} {
		if p.SignedHeader.Get(header) != "" {
			problems = append(problems, fmt.Sprintf("Presign%s: the request has the header %s, which belongs only in a sent request", op.Name, header))
		}
	}
	if n := len(x.Requests()); n > 0 {
		problems = append(problems, fmt.Sprintf("Presign%s sends %d requests, want none", op.Name, n))
	}
	return problems
}
