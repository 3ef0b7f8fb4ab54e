package awsclient

import (
	"context"
	"io"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// plainBodies sends a request whose body can be read and nothing else. smithy-go closes
// a body when the answer begins; what it wraps a bytes.Reader with then gives io.EOF to
// WriteTo, as an error. net/http looks at last whether the body has ended: it takes that
// for a failed write, and closes the connection while the answer is read. To Read,
// io.EOF is the end.
type plainBodies struct{ next middleware.Handler }

func (p plainBodies) Handle(ctx context.Context, request any) (any, middleware.Metadata, error) {
	req, ok := request.(*smithyhttp.Request)
	if !ok {
		return p.next.Handle(ctx, request)
	}
	body, ok := req.GetStream().(readWriterTo)
	if !ok {
		return p.next.Handle(ctx, request)
	}
	plain, err := req.SetStream(struct{ io.ReadSeeker }{body})
	if err != nil {
		return nil, middleware.Metadata{}, err
	}
	return p.next.Handle(ctx, plain)
}

type readWriterTo interface {
	io.ReadSeeker
	io.WriterTo
}
