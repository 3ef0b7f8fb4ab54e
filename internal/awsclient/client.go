package awsclient

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go/middleware"
	"github.com/aws/smithy-go/tracing"
)

// Client makes the calls of one service with one set of options. It is safe
// for concurrent use.
type Client struct {
	service   *Service
	options   Options
	configErr error

	// clockOffset is the service's time less ours, in nanoseconds, as the last
	// response showed it.
	clockOffset atomic.Int64

	// composed holds a *composed per operation, made at its first call.
	composed sync.Map

	composing sync.Mutex
}

// New returns a Client. The functions run after the defaults are set and
// before the options are used. configErr, if any, is what every call returns.
func New(s *Service, o Options, configErr error, fns ...func(*Options)) *Client {
	o = o.Copy()
	ownRetryer := o.Retryer == nil
	o.fill(s)
	retryer, mode := o.Retryer, o.RetryMode
	apply(&o, fns)
	c := &Client{service: s, configErr: configErr}
	o.finish(c.service)
	if ownRetryer && same(o.Retryer, retryer) && (o.RetryMode != mode || o.Retryer.MaxAttempts() != o.RetryMaxAttempts) {
		o.Retryer = o.newRetryer() // a function may have changed what it is made from
	}
	if o.RetryMaxAttempts != 0 && o.Retryer.MaxAttempts() != o.RetryMaxAttempts {
		o.Retryer = retry.AddWithMaxAttempts(o.Retryer, o.RetryMaxAttempts)
	}
	c.options = o
	return c
}

// Options returns a copy of the client's options.
func (c *Client) Options() Options {
	if c == nil {
		return Options{}
	}
	return c.options.Copy()
}

func apply(o *Options, fns []func(*Options)) {
	for _, fn := range fns {
		if fn != nil {
			fn(o)
		}
	}
}

// same compares two retryers, of which the caller's may be of a type that
// cannot be compared.
func same(a, b any) bool {
	return reflect.TypeOf(a) == reflect.TypeOf(b) && reflect.TypeOf(a).Comparable() && a == b
}

// scope names the client to meters and tracers.
func (c *Client) scope() string { return modulePath + "/" + c.service.Model.Package }

// composed is all that the calls of one operation share.
type composed struct {
	handler     middleware.Handler
	options     *Options
	context     context.Context // with the values that every call's context has
	tracer      tracing.Tracer  // nil when nobody traces
	instruments *instruments
}

// composedFor returns what the operation's calls share, with the client's own
// options.
func (c *Client) composedFor(op operation) (*composed, error) {
	if v, ok := c.composed.Load(op); ok {
		return v.(*composed), nil
	}
	c.composing.Lock() // APIOptions run once, whoever is first
	defer c.composing.Unlock()
	if v, ok := c.composed.Load(op); ok {
		return v.(*composed), nil
	}
	fresh, err := c.compose(op, &c.options, nil)
	if err != nil {
		return nil, err
	}
	c.composed.Store(op, fresh)
	return fresh, nil
}

// composeWith composes for one call with its own option functions.
func (c *Client) composeWith(op operation, fns []func(*Options), change func(*middleware.Stack) error) (*composed, error) {
	o := c.options.Copy()
	apply(&o, fns)
	o.finish(c.service)
	if o.RetryMaxAttempts != 0 && o.RetryMaxAttempts != c.options.RetryMaxAttempts {
		o.Retryer = retry.AddWithMaxAttempts(o.Retryer, o.RetryMaxAttempts)
	}
	return c.compose(op, &o, change)
}

// compose declares the steps, lets the caller's APIOptions change them, and links
// them.
func (c *Client) compose(op operation, o *Options, change func(*middleware.Stack) error) (*composed, error) {
	all := c.newSteps(op, o)
	changes := len(o.APIOptions) > 0 || change != nil || hasInterceptors(o.Interceptors)
	if changes {
		var err error
		if all, err = all.changed(op.row().Name, o, change); err != nil {
			return nil, err
		}
	}
	meters, err := newInstruments(o.MeterProvider, c.scope())
	if err != nil {
		return nil, fmt.Errorf("make the client's meters: %w", err)
	}
	handler, err := all.link(c.newSender(o, changes))
	if err != nil {
		return nil, err
	}
	made := &composed{handler: handler, options: o, instruments: meters, context: c.constants(op, o)}
	if _, nop := o.TracerProvider.(tracing.NopTracerProvider); !nop {
		made.tracer = o.TracerProvider.Tracer(c.scope())
	}
	return made, nil
}

var errNoClient = errors.New("the client is not initialized: use New or NewFromConfig")

// Adapt turns functions on a service package's options into functions on
// Options. The conversion between the two costs nothing.
func Adapt[O any](fns []func(*O), convert func(*Options) *O) []func(*Options) {
	if len(fns) == 0 {
		return nil
	}
	adapted := make([]func(*Options), len(fns))
	for i, fn := range fns {
		if fn != nil {
			adapted[i] = func(o *Options) { fn(convert(o)) }
		}
	}
	return adapted
}
