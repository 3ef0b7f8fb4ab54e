package awsclient

import (
	"errors"
	"fmt"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// steps are the middlewares of a call, in order.
type steps struct {
	initialize  []middleware.InitializeMiddleware
	serialize   []middleware.SerializeMiddleware
	build       []middleware.BuildMiddleware
	finalize    []middleware.FinalizeMiddleware
	deserialize []middleware.DeserializeMiddleware
}

// newSteps declares the way of a call: every step of every operation, in
// order. IDs and places are those of the official clients, since other
// packages insert beside them.
func (c *Client) newSteps(op operation, o *Options) steps {
	name := op.row().Name
	return steps{
		initialize: []middleware.InitializeMiddleware{
			&validateInput{op, o.level()},
		},
		serialize: []middleware.SerializeMiddleware{
			&serializer{op},
		},
		build: []middleware.BuildMiddleware{
			&awsmiddleware.ClientRequestID{},
			ownUserAgent{c.service, o},
			&awsmiddleware.RecursionDetection{},
		},
		finalize: []middleware.FinalizeMiddleware{
			c.newRetry(o),
			&resolveAuthScheme{name, o, fixedAuth(o, name)},
			&getIdentity{},
			&resolveEndpoint{o, fixedEndpoint(o)},
			&disableHTTPS{o},
			&payloadHash{},
			&signRequest{},
		},
		deserialize: []middleware.DeserializeMiddleware{
			&awsmiddleware.AddRawResponse{},
			&awshttp.ResponseErrorWrapper{},
			&awsmiddleware.RequestIDRetriever{},
			&deserializer{op, c.service, o.MaxResponseBytes},
			&awsmiddleware.RecordResponseTiming{DisableClockSkewCorrection: o.DisableClockSkewCorrection},
			&requestResponseLogger{o},
		},
	}
}

// changed are the steps after all those changed them who do so in a
// middleware.Stack: interceptors, the caller's APIOptions and, last, change.
func (s steps) changed(name string, o *Options, change func(*middleware.Stack) error) (steps, error) {
	for i, m := range s.build {
		if own, ok := m.(ownUserAgent); ok {
			s.build[i] = newUserAgent(own.service, own.options) // callers look for this type, to add to it
		}
	}
	stack := middleware.NewStack(name, smithyhttp.NewStackRequest)
	err := errors.Join(
		addAll(stack.Initialize, s.initialize),
		addAll(stack.Serialize, s.serialize),
		addAll(stack.Build, s.build),
		addAll(stack.Finalize, s.finalize),
		addAll(stack.Deserialize, s.deserialize),
	)
	if err == nil && hasInterceptors(o.Interceptors) {
		err = addInterceptors(stack, o.Interceptors)
	}
	if err != nil {
		return s, fmt.Errorf("compose the middleware stack: %w", err)
	}
	for _, fn := range o.APIOptions {
		if fn == nil {
			continue
		}
		if err := fn(stack); err != nil {
			return s, err
		}
	}
	if change != nil {
		if err := change(stack); err != nil {
			return s, fmt.Errorf("compose the middleware stack: %w", err)
		}
	}
	return steps{take(stack.Initialize), take(stack.Serialize), take(stack.Build), take(stack.Finalize), take(stack.Deserialize)}, nil
}

// step is what the five steps of a stack have in common.
type step[M any] interface {
	Add(M, middleware.RelativePosition) error
	List() []string
	Remove(id string) (M, error)
}

func addAll[M any](s step[M], all []M) error {
	for _, m := range all {
		if err := s.Add(m, middleware.After); err != nil {
			return err
		}
	}
	return nil
}

// take empties a step and returns its middlewares in order. Taking the first
// one until none is left also gets those right that share an ID.
func take[M any](s step[M]) []M {
	var all []M
	for _, id := range s.List() {
		if m, err := s.Remove(id); err == nil {
			all = append(all, m)
		}
	}
	return all
}

func (c *Client) newRetry(o *Options) *retry.Attempt {
	return retry.NewAttemptMiddleware(o.Retryer, cloneRequest, func(m *retry.Attempt) {
		m.LogAttempts = o.ClientLogMode.IsRetries()
		m.OperationMeter = o.MeterProvider.Meter(c.scope())
		m.ClientSkew = &c.clockOffset
		m.DisableClockSkewCorrection = o.DisableClockSkewCorrection
	})
}

// addInterceptors adds all of the interceptors' steps: the first of them makes
// what the others share.
func addInterceptors(s *middleware.Stack, i smithyhttp.InterceptorRegistry) error {
	return errors.Join(
		s.Initialize.Add(&smithyhttp.InterceptExecution{BeforeExecution: i.BeforeExecution, AfterExecution: i.AfterExecution}, middleware.Before),
		s.Serialize.Insert(&smithyhttp.InterceptBeforeSerialization{Interceptors: i.BeforeSerialization}, "OperationSerializer", middleware.Before),
		s.Serialize.Insert(&smithyhttp.InterceptAfterSerialization{Interceptors: i.AfterSerialization}, "OperationSerializer", middleware.After),
		s.Finalize.Insert(&smithyhttp.InterceptBeforeRetryLoop{Interceptors: i.BeforeRetryLoop}, "Retry", middleware.Before),
		s.Finalize.Insert(&smithyhttp.InterceptAttempt{BeforeAttempt: i.BeforeAttempt, AfterAttempt: i.AfterAttempt}, "Retry", middleware.After),
		s.Finalize.Insert(&smithyhttp.InterceptBeforeSigning{Interceptors: i.BeforeSigning}, "Signing", middleware.Before),
		s.Finalize.Insert(&smithyhttp.InterceptAfterSigning{Interceptors: i.AfterSigning}, "Signing", middleware.After),
		s.Deserialize.Add(&smithyhttp.InterceptTransmit{BeforeTransmit: i.BeforeTransmit, AfterTransmit: i.AfterTransmit}, middleware.After),
		s.Deserialize.Insert(&smithyhttp.InterceptBeforeDeserialization{Interceptors: i.BeforeDeserialization}, "OperationDeserializer", middleware.After),
		s.Deserialize.Insert(&smithyhttp.InterceptAfterDeserialization{Interceptors: i.AfterDeserialization}, "OperationDeserializer", middleware.Before),
	)
}

func hasInterceptors(i smithyhttp.InterceptorRegistry) bool {
	return len(i.BeforeExecution)+len(i.AfterExecution)+
		len(i.BeforeSerialization)+len(i.AfterSerialization)+
		len(i.BeforeRetryLoop)+len(i.BeforeAttempt)+len(i.AfterAttempt)+
		len(i.BeforeSigning)+len(i.AfterSigning)+
		len(i.BeforeTransmit)+len(i.AfterTransmit)+
		len(i.BeforeDeserialization)+len(i.AfterDeserialization) > 0
}
