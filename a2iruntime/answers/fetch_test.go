package answers_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
)

func TestParseS3URI(t *testing.T) {
	for _, tc := range []struct{ uri, bucket, key string }{
		{"s3://bucket/key", "bucket", "key"},
		{"s3://a2itest-output/reviews/2026/03/04/05/06/07/loop/output.json", "a2itest-output", "reviews/2026/03/04/05/06/07/loop/output.json"},
		{"s3://my.bucket.1/a//b/", "my.bucket.1", "a//b/"},
		{"s3://bucket/100%25 of?it#is=the+key", "bucket", "100%25 of?it#is=the+key"},
		{"s3://bucket/größe/...", "bucket", "größe/..."},
		// Buckets in US East (N. Virginia) from before March 2018.
		{"s3://ABCD_Central_1/flow/2021/02/17/l/output.json", "ABCD_Central_1", "flow/2021/02/17/l/output.json"},
		{"s3://" + strings.Repeat("B_", 127) + "B/key", strings.Repeat("B_", 127) + "B", "key"},
		{"s3://-My..Bucket_/key", "-My..Bucket_", "key"},
		{"s3://192.168.0.1/key", "192.168.0.1", "key"},
		// An access point's alias can be used as a bucket's name.
		{"s3://my-ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias/key", "my-ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias", "key"},
		{"s3://bucket/" + strings.Repeat("k", 1024), "bucket", strings.Repeat("k", 1024)},
	} {
		got, err := answers.ParseS3URI(tc.uri)
		if err != nil || got.Bucket != tc.bucket || got.Key != tc.key || got.String() != tc.uri {
			t.Errorf("ParseS3URI(%q) = %q, %q (%v), want %q, %q", tc.uri, got.Bucket, got.Key, err, tc.bucket, tc.key)
		}
	}
	for _, tc := range []struct{ name, uri, want string }{
		{"empty", "", "does not begin with s3://"},
		{"http", "https://bucket.s3.amazonaws.com/key", "does not begin with s3://"},
		{"upper case", "S3://bucket/key", "does not begin with s3://"},
		{"space before", " s3://bucket/key", "does not begin with s3://"},
		{"bucket only", "s3://bucket", "has no key"},
		{"empty key", "s3://bucket/", "has no key"},
		{"no bucket", "s3:///key", "has 0 characters, not 3 to 255"},
		{"short bucket", "s3://ab/key", "has 2 characters"},
		{"long bucket", "s3://" + strings.Repeat("b", 256) + "/key", "has 256 characters"},
		{"user name in the bucket", "s3://me@bucket/key", "may only have the characters a-z, A-Z, 0-9"},
		{"port in the bucket", "s3://bucket:80/key", "may only have the characters a-z, A-Z, 0-9"},
		{"other letters in the bucket", "s3://büro/key", "may only have the characters a-z, A-Z, 0-9"},
		{"dots only", "s3://../key", "has 2 characters"},
		{"access point ARN", "s3://arn:aws:s3:us-east-1:123456789012:accesspoint/ap/key", "may only have the characters a-z, A-Z, 0-9"},
		{"long key", "s3://bucket/" + strings.Repeat("k", 1025), "the key has 1025 bytes, over the maximum of 1024"},
		{"not UTF-8", "s3://bucket/\xff", "is not UTF-8"},
		{"line break", "s3://bucket/a\r\nb", "has a control character"},
		{"NUL", "s3://bucket/a\x00", "has a control character"},
		{"dot segment", "s3://bucket/a/./b", `path segment "."`},
		{"double dot segment", "s3://bucket/../other/key", `path segment ".."`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, err := answers.ParseS3URI(tc.uri); err == nil || !strings.Contains(err.Error(), tc.want) || got != (answers.S3URI{}) {
				t.Errorf("ParseS3URI(%.80q) = %v, %v; want %q", tc.uri, got, err, tc.want)
			}
		})
	}
}

// body records whether it was closed.
type body struct {
	io.Reader
	closed bool
}

func (b *body) Close() error { b.closed = true; return nil }

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestFetch(t *testing.T) {
	const uri = "s3://bucket/reviews/loop/output.json"
	denied := errors.New("access denied")
	cut := errors.New("connection reset")
	tests := []struct {
		name   string
		uri    string
		reader io.Reader // nil for no body
		err    error     // returned by the getter
		want   string
		is     error
	}{
		{name: "document", uri: uri, reader: strings.NewReader(transcript)},
		{name: "no S3 URI", uri: "https://bucket/key", want: "does not begin with s3://"},
		{name: "getter's error", uri: uri, err: denied, want: "answers: get " + uri + ": access denied", is: denied},
		{name: "no body", uri: uri, want: "returned no body, and no error"},
		{name: "body breaks off", uri: uri, reader: io.MultiReader(strings.NewReader(transcript[:99]), iotest.ErrReader(cut)), want: "answers: read " + uri, is: cut},
		{name: "no document", uri: uri, reader: strings.NewReader("<html>"), want: uri + ": answers: read an output document: invalid JSON at byte 0"},
		{name: "without end", uri: uri, reader: endless{}, want: uri + " is larger than 67108864 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := &body{Reader: tt.reader}
			type key struct{}
			ctx := context.WithValue(context.Background(), key{}, "caller's")
			document, err := answers.Fetch(ctx, answers.ObjectGetterFunc(func(ctx context.Context, bucket, name string) (io.ReadCloser, error) {
				if ctx.Value(key{}) != "caller's" || bucket != "bucket" || name != "reviews/loop/output.json" {
					t.Errorf("got a request for %q in %q with context %v", name, bucket, ctx)
				}
				if tt.err != nil || tt.reader == nil {
					return nil, tt.err
				}
				return b, nil
			}), tt.uri)
			switch {
			case tt.want == "" && (err != nil || document.HumanLoopName != "transcript-1"):
				t.Errorf("got %v, %v", document, err)
			case tt.want != "" && (document != nil || err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v and error %v, want %q", document, err, tt.want)
			case tt.is != nil && !errors.Is(err, tt.is):
				t.Errorf("error %v does not wrap %v", err, tt.is)
			case tt.reader != nil && !b.closed:
				t.Error("the body was not closed")
			}
		})
	}
	if _, err := answers.Fetch(context.Background(), answers.ObjectGetterFunc(nil), uri); err == nil || !strings.Contains(err.Error(), "the ObjectGetterFunc is nil") {
		t.Errorf("with a nil function: %v", err)
	}
	var none context.Context
	if _, err := answers.Fetch(none, answers.ObjectGetterFunc(nil), uri); err == nil || !strings.Contains(err.Error(), "the context is nil: pass context.Background()") {
		t.Errorf("with a nil context: %v", err)
	}
	if _, err := answers.Fetch(context.Background(), nil, uri); err == nil || !strings.Contains(err.Error(), "the ObjectGetter is nil") {
		t.Errorf("without a getter: %v", err)
	}
}
