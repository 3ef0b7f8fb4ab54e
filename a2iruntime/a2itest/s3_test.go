package a2itest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
)

// An *s3.Client reads the output documents with each of its ways to sign, and gets S3's
// errors.
func TestServeS3(t *testing.T) {
	srv := newServer(t)
	_, err := srv.Start("invoice", "reviews", "{}")
	must(t, err)
	must(t, srv.Complete("invoice", `{"ok":true}`))
	l, err := srv.Loop("invoice")
	must(t, err)
	at, err := answers.ParseS3URI(l.OutputS3Uri)
	must(t, err)
	server := httptest.NewServer(http.HandlerFunc(srv.ServeS3))
	defer server.Close()
	known, err := srv.Config().Credentials.Retrieve(context.Background())
	must(t, err)
	client := func(credentials aws.Credentials, region string) *s3.Client {
		return s3.New(s3.Options{
			BaseEndpoint: aws.String(server.URL), UsePathStyle: true, Region: region, HTTPClient: server.Client(),
			Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return credentials, nil }),
		})
	}
	ctx := context.Background()

	document, err := answers.Fetch(ctx, answers.ObjectGetterFunc(func(ctx context.Context, bucket, key string) (io.ReadCloser, error) {
		out, err := client(known, "us-east-1").GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
		if err != nil {
			return nil, err
		}
		return out.Body, nil
	}), l.OutputS3Uri)
	if err != nil || string(document.HumanAnswers[0].AnswerContent) != `{"ok":true}` {
		t.Errorf("fetched %+v, %v", document, err)
	}
	whole, err := srv.Output("invoice")
	must(t, err)
	part, err := client(known, "us-east-1").GetObject(ctx, &s3.GetObjectInput{Bucket: &at.Bucket, Key: &at.Key, Range: aws.String("bytes=4-20")})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(part.Body); string(text) != string(whole[4:21]) || err != nil || part.Body.Close() != nil {
		t.Errorf("a range is %q (%v), want %q", text, err, whole[4:21])
	}
	checked, err := client(known, "us-east-1").GetObject(ctx, &s3.GetObjectInput{Bucket: &at.Bucket, Key: &at.Key, ChecksumMode: types.ChecksumModeEnabled})
	if err != nil || checked.ChecksumCRC32 == nil || part.ChecksumCRC32 != nil {
		t.Errorf("with checksums: %+v, %v; of a range: %v", checked, err, part.ChecksumCRC32)
	} else if _, err := io.ReadAll(checked.Body); err != nil || checked.Body.Close() != nil {
		t.Errorf("the checksum: %v", err) // the client verifies it
	}
	if submitted := document.HumanAnswers[0].SubmissionTime.Truncate(time.Second); !aws.ToTime(checked.LastModified).Equal(submitted) {
		t.Errorf("last modified %v, want %v, when it was submitted", checked.LastModified, submitted)
	}
	if head, err := client(known, "us-east-1").HeadObject(ctx, &s3.HeadObjectInput{Bucket: &at.Bucket, Key: &at.Key}); err != nil || aws.ToInt64(head.ContentLength) != int64(len(whole)) {
		t.Errorf("the head is %+v, %v", head, err)
	}
	presigned, err := s3.NewPresignClient(client(known, "us-east-1")).PresignGetObject(ctx, &s3.GetObjectInput{Bucket: &at.Bucket, Key: &at.Key})
	if err != nil {
		t.Fatal(err)
	}
	if status, text := get(t, server, "GET", presigned.URL); status != 200 || text != string(whole) {
		t.Errorf("presigned: %d, %s", status, text)
	}

	wrong := known
	wrong.SecretAccessKey = "wrong"
	for _, tc := range []struct {
		name        string
		credentials aws.Credentials
		region      string
		bucket, key string
		code        string
	}{
		{"no such key", known, "us-east-1", at.Bucket, "no/such key + %2F?", "NoSuchKey"},
		{"no such bucket", known, "us-east-1", "other-bucket", at.Key, "NoSuchBucket"},
		{"unknown key ID", aws.Credentials{AccessKeyID: "AKIAOTHER", SecretAccessKey: "x"}, "us-east-1", at.Bucket, at.Key, "InvalidAccessKeyId"},
		{"wrong secret", wrong, "us-east-1", at.Bucket, at.Key, "SignatureDoesNotMatch"},
		{"other Region", known, "eu-west-1", at.Bucket, at.Key, "SignatureDoesNotMatch"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := client(tc.credentials, tc.region).GetObject(ctx, &s3.GetObjectInput{Bucket: &tc.bucket, Key: &tc.key})
			var api smithy.APIError
			if !errors.As(err, &api) || api.ErrorCode() != tc.code {
				t.Errorf("error %v, want code %s", err, tc.code)
			}
		})
	}
	_, err = client(known, "us-east-1").PutObject(ctx, &s3.PutObjectInput{Bucket: &at.Bucket, Key: &at.Key, Body: strings.NewReader("x")})
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != "MethodNotAllowed" {
		t.Errorf("PutObject: %v", err)
	}
	if _, err = client(known, "us-east-1").ListBuckets(ctx, nil); !errors.As(err, &api) || api.ErrorCode() != "NotImplemented" {
		t.Errorf("ListBuckets: %v", err)
	}
	object := server.URL + "/" + at.Bucket + "/" + (&url.URL{Path: at.Key}).EscapedPath()
	if status, text := get(t, server, "GET", object+"?AWSAccessKeyId=A&Signature=B&Expires=1"); status != 400 || !strings.Contains(text, "signature_version=&#39;s3v4&#39;") {
		t.Errorf("signed with Signature Version 2: got %d %s, want 400 and an error that names s3v4", status, text)
	}
	if status, _ := get(t, server, "GET", object+"?x="+strings.Repeat("y", 2000)); status != 403 {
		t.Errorf("a long query: %d, want 403", status)
	}
	large, err := http.NewRequest("GET", presigned.URL, strings.NewReader(strings.Repeat("x", 2<<10)))
	if err != nil {
		t.Fatal(err)
	}
	if response, err := server.Client().Do(large); err != nil || response.Body.Close() != nil || response.StatusCode != 400 {
		t.Errorf("a GET with a large body: %v, %v, want 400", response, err)
	}
	for name, tc := range map[string]struct{ method, url, want string }{
		"unsigned":             {"GET", object, "<Code>AccessDenied</Code>"},
		"half a presigned URL": {"GET", object + "?X-Amz-Signature=1", "<Code>AuthorizationHeaderMalformed</Code>"},
		"tampered":             {"GET", strings.Replace(presigned.URL, "output.json", "other.json", 1), "<Code>SignatureDoesNotMatch</Code>"},
		"another method":       {"DELETE", presigned.URL, "<Code>SignatureDoesNotMatch</Code>"},
	} {
		if status, text := get(t, server, tc.method, tc.url); status != 403 || !strings.Contains(text, tc.want) {
			t.Errorf("%s: %d %s, want 403 and %s", name, status, text, tc.want)
		}
	}
}

func get(t *testing.T, server *httptest.Server, method, url string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}
