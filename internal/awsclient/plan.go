package awsclient

import (
	"context"
	"fmt"
	"slices"
	"sync"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
)

// plan contains what all calls of one operation with the same options share.
type plan struct {
	client      *Client
	op          operation
	options     *Options
	sender      sender
	auth        *chosenAuth               // nil if it depends on the call
	endpoint    *smithyendpoints.Endpoint // nil if it depends on the call
	tracer      tracing.Tracer            // nil without a TracerProvider
	instruments *instruments              // nil without a MeterProvider
	values      context.Context           // the values that every call's context contains
	caller      Caller
	userAgent   *userAgent // nil if APIOptions may add to it
	change      func(*middleware.Stack) error

	// stacks contains unused stacks, each as the handler of a call. A middleware.Stack
	// changes during a call, so it serves one call at a time.
	stacks sync.Pool

	// reused reports whether later calls may use a stack. A step that APIOptions add may
	// return early and leave a goroutine that still uses the stack.
	reused bool
}

// planFor returns the plan for calls with the client's options.
func (c *Client) planFor(op operation, caller Caller) (*plan, error) {
	if known, ok := c.plans[caller].Load(op); ok {
		return known.(*plan), nil
	}
	made, err := c.newPlan(op, &c.options, caller, nil)
	if err != nil {
		return nil, err
	}
	made.reused = len(c.options.APIOptions) == 0
	known, _ := c.plans[caller].LoadOrStore(op, made)
	return known.(*plan), nil
}

// planWith returns the plan for a single call with option functions.
func (c *Client) planWith(op operation, fns []func(*Options), caller Caller, change func(*middleware.Stack) error) (*plan, error) {
	o := c.options.Copy()
	apply(&o, fns)
	o.finish(c.service)
	if o.RetryMaxAttempts != 0 && o.RetryMaxAttempts != c.options.RetryMaxAttempts {
		o.Retryer = retry.AddWithMaxAttempts(o.Retryer, o.RetryMaxAttempts)
	}
	return c.newPlan(op, &o, caller, change)
}

func (c *Client) newPlan(op operation, o *Options, caller Caller, change func(*middleware.Stack) error) (*plan, error) {
	meters, err := newInstruments(o.MeterProvider, c.scope())
	if err != nil {
		return nil, fmt.Errorf("make the client's meters: %w", err)
	}
	p := &plan{
		client:      c,
		op:          op,
		options:     o,
		sender:      c.newSender(o),
		auth:        authForAllCalls(o, op.row().Name),
		endpoint:    o.endpointForAllCalls(),
		instruments: meters,
		caller:      caller,
		change:      change,
	}
	if known, ok := c.plans[caller].Load(op); ok {
		p.userAgent, p.values = known.(*plan).sharedWith(o)
	}
	if p.values == nil {
		p.values = c.contextValues(op, o)
	}
	if p.userAgent == nil && len(o.APIOptions) == 0 {
		if p.userAgent, err = newUserAgent(c.service, o, caller); err != nil {
			return nil, err
		}
	}
	if _, nop := o.TracerProvider.(tracing.NopTracerProvider); !nop {
		p.tracer = o.TracerProvider.Tracer(c.scope())
	}
	return p, nil
}

// stack returns a stack that no other call uses.
func (p *plan) stack() (middleware.Handler, error) {
	if s, ok := p.stacks.Get().(middleware.Handler); ok {
		return s, nil
	}
	return p.newStack()
}

// sharedWith returns the user agent and the context values of p if calls with these options
// can use them. Otherwise it returns nil.
func (p *plan) sharedWith(o *Options) (ua *userAgent, values context.Context) {
	if len(o.APIOptions) == 0 && o.AppID == p.options.AppID && same(o.Retryer, p.options.Retryer) &&
		slices.Equal(o.credentialSources(), p.options.credentialSources()) {
		ua = p.userAgent
	}
	if o.Region == p.options.Region && same(o.Logger, p.options.Logger) {
		values = p.values
	}
	return ua, values
}

// contextValues returns a context with the values that every call's context contains.
func (c *Client) contextValues(op operation, o *Options) context.Context {
	ctx := context.Background()
	ctx = middleware.WithServiceID(ctx, c.service.Model.ID)
	ctx = middleware.WithOperationName(ctx, op.row().Name)
	ctx = awsmiddleware.SetServiceID(ctx, c.service.Model.ID)
	ctx = awsmiddleware.SetOperationName(ctx, op.row().Name)
	if o.Region != "" {
		ctx = awsmiddleware.SetRegion(ctx, o.Region)
	}
	if _, silent := o.Logger.(logging.Nop); silent {
		return middleware.SetLogger(ctx, o.Logger)
	}
	return middleware.SetLogger(ctx, newRedactingLogger(o.Logger))
}
