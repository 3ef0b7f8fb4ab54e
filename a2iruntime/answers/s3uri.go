package answers

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// S3URI is the address of an Amazon S3 object.
type S3URI struct {
	// Bucket is the bucket's name, or the alias of an access point: 3 to 255 letters,
	// digits, dots, hyphens and underscores.
	Bucket string

	// Key is the object's key, unescaped: 1 to 1,024 bytes of UTF-8.
	Key string
}

// String returns s3://BUCKET/KEY.
func (u S3URI) String() string { return "s3://" + u.Bucket + "/" + u.Key }

const maxKeyBytes = 1024

// ParseS3URI reads s3://BUCKET/KEY. A bucket's name may have capitals, underscores and
// up to 255 characters, as some buckets in US East (N. Virginia) from before March 2018
// have (Amazon S3 User Guide, "General purpose bucket naming rules"). ParseS3URI does not
// check whether the bucket exists. The key follows S3's rules. It must not contain control
// characters or the path segments . and .., which proxies and clients change. Everything
// after the bucket is the key: a % escapes nothing, and ? and # are part of it.
func ParseS3URI(uri string) (S3URI, error) {
	rest, ok := strings.CutPrefix(uri, "s3://")
	if !ok {
		return S3URI{}, badURI(uri, "it does not begin with s3://")
	}
	bucket, key, ok := strings.Cut(rest, "/")
	switch {
	case !ok || key == "":
		return S3URI{}, badURI(uri, "it has no key after the bucket")
	case len(key) > maxKeyBytes:
		return S3URI{}, badURI(uri, fmt.Sprintf("the key has %d bytes, over the maximum of %d", len(key), maxKeyBytes))
	case !utf8.ValidString(key):
		return S3URI{}, badURI(uri, "the key is not UTF-8")
	case strings.ContainsFunc(key, unicode.IsControl):
		return S3URI{}, badURI(uri, "the key has a control character")
	}
	if why := badBucket(bucket); why != "" {
		return S3URI{}, badURI(uri, why)
	}
	for segment := range strings.SplitSeq(key, "/") {
		if segment == "." || segment == ".." {
			return S3URI{}, badURI(uri, fmt.Sprintf("the key has the path segment %q", segment))
		}
	}
	return S3URI{Bucket: bucket, Key: key}, nil
}

// badBucket returns what is wrong with a bucket's name, or "" if it is valid.
func badBucket(name string) string {
	switch {
	case len(name) < 3 || len(name) > 255:
		return fmt.Sprintf("the bucket's name has %d characters, not 3 to 255", len(name))
	case strings.ContainsFunc(name, notInBucket):
		return "the bucket's name may only have the characters a-z, A-Z, 0-9, dot, hyphen and underscore"
	}
	return ""
}

func notInBucket(c rune) bool {
	return (c < 'a' || 'z' < c) && (c < 'A' || 'Z' < c) && (c < '0' || '9' < c) && c != '.' && c != '-' && c != '_'
}

func badURI(uri, why string) error {
	if len(uri) > 256 {
		uri = uri[:256] + "..."
	}
	return fmt.Errorf("answers: %q is not an S3 URI such as s3://BUCKET/KEY: %s", uri, why)
}
