package answers

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// S3URI is the address of an Amazon S3 object.
type S3URI struct {
	// Bucket is a bucket's name: 3 to 63 lower-case letters, digits, hyphens and
	// dots.
	Bucket string

	// Key is the object's key as it is: 1 to 1,024 bytes of UTF-8, nothing escaped.
	Key string
}

// String is s3://BUCKET/KEY.
func (u S3URI) String() string { return "s3://" + u.Bucket + "/" + u.Key }

const maxKeyBytes = 1024

// ParseS3URI reads s3://BUCKET/KEY. The rules are those of Amazon S3 for
// general purpose buckets and for keys, but for the prefixes and suffixes that S3
// reserves: whether such a bucket exists, S3 says. Beyond them, control characters and the
// path segments . and .. are refused: proxies and clients change them. What
// follows the bucket is the key, as it is: a % escapes nothing, and ? and # begin
// nothing.
func ParseS3URI(uri string) (S3URI, error) {
	rest, ok := strings.CutPrefix(uri, "s3://")
	if !ok {
		return S3URI{}, badURI(uri, "it does not begin with s3://")
	}
	bucket, key, ok := strings.Cut(rest, "/")
	switch {
	case !ok || key == "":
		return S3URI{}, badURI(uri, "it names no key after the bucket")
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

// badBucket is why a bucket's name is none, "" when it is one.
func badBucket(name string) string {
	switch {
	case len(name) < 3 || len(name) > 63:
		return fmt.Sprintf("the bucket's name has %d characters, not 3 to 63", len(name))
	case strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "":
		return "the bucket's name has other characters than a-z, 0-9, dot and hyphen"
	case strings.Trim(name, ".-") != name:
		return "the bucket's name does not begin and end with a letter or digit"
	case strings.Contains(name, ".."):
		return "the bucket's name has two dots in a row"
	}
	if address, err := netip.ParseAddr(name); err == nil && address.Is4() {
		return "the bucket's name is an IP address"
	}
	return ""
}

func badURI(uri, why string) error {
	if len(uri) > 256 {
		uri = uri[:256] + "..."
	}
	return fmt.Errorf("answers: %q is no URI such as s3://BUCKET/KEY: %s", uri, why)
}
