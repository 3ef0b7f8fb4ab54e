package awsclient

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// A middleware.Stack writes to itself on every call, so it cannot be used by
// two calls at once. link makes of the steps a chain that nothing changes: that is
// what calls share.
func (s steps) link(handler middleware.Handler) (middleware.Handler, error) {
	var deserialize middleware.DeserializeHandler = sendLink{handler}
	for _, m := range slices.Backward(s.deserialize) {
		deserialize = deserializeLink{m, deserialize}
	}
	var finalize middleware.FinalizeHandler = finalizeEnd{deserialize}
	for _, m := range slices.Backward(s.finalize) {
		finalize = finalizeLink{m, finalize}
	}
	var build middleware.BuildHandler = buildEnd{finalize}
	for _, m := range slices.Backward(s.build) {
		m, err := fixed(m)
		if err != nil {
			return nil, fmt.Errorf("compose the middleware stack: %w", err)
		}
		build = buildLink{m, build}
	}
	var serialize middleware.SerializeHandler = serializeEnd{build}
	for _, m := range slices.Backward(s.serialize) {
		serialize = serializeLink{m, serialize}
	}
	var initialize middleware.InitializeHandler = initializeEnd{serialize}
	for _, m := range slices.Backward(s.initialize) {
		initialize = initializeLink{m, initialize}
	}
	return chain{initialize}, nil
}

type chain struct{ first middleware.InitializeHandler }

func (c chain) Handle(ctx context.Context, input any) (any, middleware.Metadata, error) {
	out, metadata, err := c.first.HandleInitialize(ctx, middleware.InitializeInput{Parameters: input})
	return out.Result, metadata, err
}

type initializeLink struct {
	with middleware.InitializeMiddleware
	next middleware.InitializeHandler
}

func (l initializeLink) HandleInitialize(ctx context.Context, in middleware.InitializeInput) (middleware.InitializeOutput, middleware.Metadata, error) {
	return l.with.HandleInitialize(ctx, in, l.next)
}

type initializeEnd struct{ next middleware.SerializeHandler }

func (l initializeEnd) HandleInitialize(ctx context.Context, in middleware.InitializeInput) (middleware.InitializeOutput, middleware.Metadata, error) {
	out, metadata, err := l.next.HandleSerialize(ctx, middleware.SerializeInput{Parameters: in.Parameters, Request: newRequest()})
	return middleware.InitializeOutput(out), metadata, err
}

type serializeLink struct {
	with middleware.SerializeMiddleware
	next middleware.SerializeHandler
}

func (l serializeLink) HandleSerialize(ctx context.Context, in middleware.SerializeInput) (middleware.SerializeOutput, middleware.Metadata, error) {
	return l.with.HandleSerialize(ctx, in, l.next)
}

type serializeEnd struct{ next middleware.BuildHandler }

func (l serializeEnd) HandleSerialize(ctx context.Context, in middleware.SerializeInput) (middleware.SerializeOutput, middleware.Metadata, error) {
	out, metadata, err := l.next.HandleBuild(ctx, middleware.BuildInput{Request: in.Request})
	return middleware.SerializeOutput(out), metadata, err
}

type buildLink struct {
	with middleware.BuildMiddleware
	next middleware.BuildHandler
}

func (l buildLink) HandleBuild(ctx context.Context, in middleware.BuildInput) (middleware.BuildOutput, middleware.Metadata, error) {
	return l.with.HandleBuild(ctx, in, l.next)
}

type buildEnd struct{ next middleware.FinalizeHandler }

func (l buildEnd) HandleBuild(ctx context.Context, in middleware.BuildInput) (middleware.BuildOutput, middleware.Metadata, error) {
	out, metadata, err := l.next.HandleFinalize(ctx, middleware.FinalizeInput(in))
	return middleware.BuildOutput(out), metadata, err
}

type finalizeLink struct {
	with middleware.FinalizeMiddleware
	next middleware.FinalizeHandler
}

func (l finalizeLink) HandleFinalize(ctx context.Context, in middleware.FinalizeInput) (middleware.FinalizeOutput, middleware.Metadata, error) {
	return l.with.HandleFinalize(ctx, in, l.next)
}

type finalizeEnd struct{ next middleware.DeserializeHandler }

func (l finalizeEnd) HandleFinalize(ctx context.Context, in middleware.FinalizeInput) (middleware.FinalizeOutput, middleware.Metadata, error) {
	out, metadata, err := l.next.HandleDeserialize(ctx, middleware.DeserializeInput(in))
	return middleware.FinalizeOutput{Result: out.Result}, metadata, err
}

type deserializeLink struct {
	with middleware.DeserializeMiddleware
	next middleware.DeserializeHandler
}

func (l deserializeLink) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput) (middleware.DeserializeOutput, middleware.Metadata, error) {
	return l.with.HandleDeserialize(ctx, in, l.next)
}

type sendLink struct{ next middleware.Handler }

func (l sendLink) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput) (middleware.DeserializeOutput, middleware.Metadata, error) {
	if state := callOf(ctx); state != nil {
		state.outcome.sent.Add(1)
		if req, ok := in.Request.(*smithyhttp.Request); ok {
			state.secrets.AddRequest(req.Request)
		}
	}
	response, metadata, err := l.next.Handle(ctx, in.Request)
	err = redirectError(in.Request, response, err)
	return middleware.DeserializeOutput{RawResponse: response}, metadata, err
}
