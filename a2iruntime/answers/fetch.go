package answers

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// MaxDocumentBytes is the size of the largest output document that Fetch reads: 64 MiB.
// The largest input of a loop has 3,145,728 characters, which are up to 12 MiB.
const MaxDocumentBytes = 64 << 20

// ObjectGetter gets objects of Amazon S3. The caller closes the reader.
type ObjectGetter interface {
	// GetObject returns the object's content.
	GetObject(ctx context.Context, bucket, key string) (io.ReadCloser, error)
}

// ObjectGetterFunc makes a function an ObjectGetter.
type ObjectGetterFunc func(ctx context.Context, bucket, key string) (io.ReadCloser, error)

// GetObject calls the function.
func (f ObjectGetterFunc) GetObject(ctx context.Context, bucket, key string) (io.ReadCloser, error) {
	if f == nil {
		return nil, errors.New("answers: the ObjectGetterFunc is nil")
	}
	return f(ctx, bucket, key)
}

// Fetch gets and reads the output document at uri, which is a loop's OutputS3Uri. It
// returns the errors of ParseS3URI, before it calls the getter, the errors of the getter,
// the errors of ParseDocument, and an error for a document over MaxDocumentBytes.
func Fetch(ctx context.Context, getter ObjectGetter, uri string) (*Document, error) {
	if ctx == nil {
		return nil, errors.New("answers: the context is nil: pass context.Background()")
	}
	at, err := ParseS3URI(uri)
	if err != nil {
		return nil, err
	}
	if getter == nil {
		return nil, errors.New("answers: the ObjectGetter is nil: pass one that reads from S3")
	}
	body, err := getter.GetObject(ctx, at.Bucket, at.Key)
	if err != nil {
		return nil, fmt.Errorf("answers: get %s: %w", at, err)
	}
	if body == nil {
		return nil, fmt.Errorf("answers: get %s: the getter returned no body, and no error", at)
	}
	data, err := io.ReadAll(io.LimitReader(body, MaxDocumentBytes+1))
	_ = body.Close() // reading has already succeeded or failed
	switch {
	case err != nil:
		return nil, fmt.Errorf("answers: read %s: %w", at, err)
	case len(data) > MaxDocumentBytes:
		return nil, fmt.Errorf("answers: %s is larger than %d bytes", at, MaxDocumentBytes)
	}
	document, err := ParseDocument(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at, err)
	}
	return document, nil
}
