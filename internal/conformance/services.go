package conformance

import (
	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Service is a service of the table, with its client and local service.
type Service struct {
	Model   *model.Service
	Package string // the client's package
	Fake    string // the local service's package

	// NewClient returns a client. An unchecked client does not check inputs.
	NewClient        func(cfg aws.Config, unchecked bool) any
	NewPresignClient func(client any) any
	NewServer        func() Server
}

// Server is a local service.
type Server interface {
	Config() aws.Config
	Close()
}

// Services returns the services of this module.
func Services() []*Service {
	return []*Service{{
		Model: &model.A2I, Package: "a2iruntime", Fake: "a2itest",
		NewClient: func(cfg aws.Config, unchecked bool) any {
			return a2iruntime.NewFromConfig(cfg, func(o *a2iruntime.Options) { o.SkipInputValidation = unchecked })
		},
		NewPresignClient: func(client any) any { return a2iruntime.NewPresignClient(client.(*a2iruntime.Client)) },
		NewServer:        func() Server { return a2itest.NewServer() },
	}, {
		Model: &model.Flows, Package: "bedrockflows", Fake: "flowstest",
		NewClient: func(cfg aws.Config, unchecked bool) any {
			return bedrockflows.NewFromConfig(cfg, func(o *bedrockflows.Options) { o.SkipInputValidation = unchecked })
		},
		NewPresignClient: func(client any) any { return bedrockflows.NewPresignClient(client.(*bedrockflows.Client)) },
		NewServer:        func() Server { return flowstest.NewServer() },
	}}
}
