package a2iruntime

import (
	"context"

	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// The service's name and version.
const (
	// ServiceID is the service's name in errors, logs and configuration.
	ServiceID = "SageMaker A2I Runtime"

	// ServiceAPIVersion is the version of the API.
	ServiceAPIVersion = "2019-11-07"
)

// Client calls Amazon Augmented AI Runtime. It is safe for concurrent use.
type Client struct{ core *awsclient.Client }

// New returns a Client with these options. The functions run after the
// defaults are set, and may change or wrap them. If there is a mistake in the options,
// every call returns it.
func New(options Options, optFns ...func(*Options)) *Client {
	return newClient(options, nil, optFns)
}

// NewFromConfig returns a Client configured by cfg, which usually comes from
// config.LoadDefaultConfig. It uses everything in cfg that applies to this
// service, including its endpoint from AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME or the
// shared config's services section. If the configuration cannot be read, every call
// returns the error.
func NewFromConfig(cfg aws.Config, optFns ...func(*Options)) *Client {
	options, err := awsclient.FromConfig(cfg, &service)
	return newClient(Options(options), err, append([]func(*Options){func(o *Options) {
		for _, fn := range cfg.ServiceOptions {
			if fn != nil {
				fn(ServiceID, o)
			}
		}
	}}, optFns...))
}

func newClient(options Options, configErr error, optFns []func(*Options)) *Client {
	return &Client{awsclient.New(&service, awsclient.Options(options), configErr, coreOptions(optFns)...)}
}

// Options returns a copy of the client's options. To change options, pass
// functions to New or to a call.
func (c *Client) Options() Options {
	if c == nil {
		return Options{}
	}
	return Options(c.core.Options())
}

// call makes a call of any operation.
func call[I, O any](ctx context.Context, c *Client, op *awsclient.Operation[I, O], in *I, optFns []func(*Options)) (*O, error) {
	var core *awsclient.Client
	if c != nil {
		core = c.core
	}
	return awsclient.Call(ctx, core, op, in, coreOptions(optFns))
}

func coreOptions(optFns []func(*Options)) []func(*awsclient.Options) {
	return awsclient.Adapt(optFns, func(o *awsclient.Options) *Options { return (*Options)(o) })
}

// service is what distinguishes this package's clients from others.
var service = awsclient.Service{
	Model:  &model.A2I,
	Errors: exceptions,
}
