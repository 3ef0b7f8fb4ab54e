package awsclient

import (
	"context"
	"fmt"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
)

// plan is what all calls of one operation with the same options share.
type plan struct {
	client      *Client
	op          operation
	options     *Options
	sender      sender
	auth        *chosenAuth               // nil if it depends on the call
	endpoint    *smithyendpoints.Endpoint // nil if it depends on the call
	tracer      tracing.Tracer            // nil without a TracerProvider
	instruments *instruments              // nil without a MeterProvider
	values      context.Context           // has the values that every call's context has
	userAgent   *userAgent                // nil if APIOptions may change it
	stacks      stackPool

	// reused reports whether later calls may use a stack. A step that APIOptions add may
	// return before the next one does, and leave a goroutine that still uses the stack.
	reused bool
}

// planFor returns the plan of the calls with the client's own options.
func (c *Client) planFor(op operation) (*plan, error) {
	if known, ok := c.plans.Load(op); ok {
		return known.(*plan), nil
	}
	made, err := c.newPlan(op, &c.options, nil)
	if err != nil {
		return nil, err
	}
	made.reused = len(c.options.APIOptions) == 0
	known, _ := c.plans.LoadOrStore(op, made)
	return known.(*plan), nil
}

// planWith makes the plan of one call with its own option functions.
func (c *Client) planWith(op operation, fns []func(*Options), change func(*middleware.Stack) error) (*plan, error) {
	o := c.options.Copy()
	apply(&o, fns)
	o.finish(c.service)
	if o.RetryMaxAttempts != 0 && o.RetryMaxAttempts != c.options.RetryMaxAttempts {
		o.Retryer = retry.AddWithMaxAttempts(o.Retryer, o.RetryMaxAttempts)
	}
	return c.newPlan(op, &o, change)
}

func (c *Client) newPlan(op operation, o *Options, change func(*middleware.Stack) error) (*plan, error) {
	meters, err := newInstruments(o.MeterProvider, c.scope())
	if err != nil {
		return nil, fmt.Errorf("make the client's meters: %w", err)
	}
	p := &plan{
		client:      c,
		op:          op,
		options:     o,
		sender:      c.newSender(o),
		auth:        fixedAuth(o, op.row().Name),
		endpoint:    o.fixedEndpoint(),
		instruments: meters,
		values:      c.contextValues(op, o),
	}
	if _, nop := o.TracerProvider.(tracing.NopTracerProvider); !nop {
		p.tracer = o.TracerProvider.Tracer(c.scope())
	}
	if len(o.APIOptions) == 0 {
		if p.userAgent, err = c.userAgentOf(op, o); err != nil {
			return nil, err
		}
	}
	p.stacks.compose = func() (middleware.Handler, error) { return p.newStack(change) }
	return p, nil
}

// contextValues returns a context with the values that every call's context has.
func (c *Client) contextValues(op operation, o *Options) context.Context {
	if known, ok := c.plans.Load(op); ok && o.Region == c.options.Region && same(o.Logger, c.options.Logger) {
		return known.(*plan).values
	}
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
