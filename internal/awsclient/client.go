package awsclient

import (
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// Client calls one service with one set of options. It is safe for concurrent use.
type Client struct {
	service   *Service
	options   Options
	configErr error

	// clockOffset is the service's time minus this machine's, in nanoseconds, from the last
	// response. newRetry passes it to aws/retry, which writes it.
	clockOffset atomic.Int64

	plans [allCallers + 1]sync.Map // a *plan for each caller and operation, created by the first call
}

// New returns a Client. The functions run after the defaults are set and
// before the options are used. If configErr is not nil, every call returns it.
func New(s *Service, o Options, configErr error, fns ...func(*Options)) *Client {
	o = o.Copy()
	defaultRetryer := o.Retryer == nil
	o.fill(s)
	retryer, mode, attempts := o.Retryer, o.RetryMode, o.RetryMaxAttempts
	apply(&o, fns)
	c := &Client{service: s, configErr: configErr}
	o.finish(c.service)
	if defaultRetryer && same(o.Retryer, retryer) && (o.RetryMode != mode || o.RetryMaxAttempts != attempts) {
		o.Retryer = o.newRetryer() // a function changed the settings of the default retryer
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

// same reports whether two values are equal. Values of types that cannot be compared are
// never equal.
func same(a, b any) bool {
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	return va.IsValid() == vb.IsValid() && (!va.IsValid() || va.Comparable() && vb.Comparable() && a == b)
}

// scope returns the client's name for meters and tracers.
func (c *Client) scope() string { return modulePath + "/" + c.service.Model.Package }

var errNoClient = usageErrorf("the client is not initialized: use New or NewFromConfig")

// Adapt converts functions on a service package's options to functions on Options.
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
