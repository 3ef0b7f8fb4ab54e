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

// newStack returns a new stack with all steps of a call. Their IDs and order are the same as
// in the official clients, because other packages insert steps next to them. The caller's
// APIOptions run after the steps are added, and the plan's change runs last.
func (p *plan) newStack() (middleware.Handler, error) {
	o := p.options
	s := middleware.NewStack(p.op.row().Name, newRequest)
	err := errors.Join(
		s.Initialize.Add(validateInput{p}, middleware.After),

		s.Serialize.Add(serializer{p}, middleware.After),

		s.Build.Add(&awsmiddleware.ClientRequestID{}, middleware.After),
		s.Build.Add(p.userAgentStep(), middleware.After),
		s.Build.Add(&awsmiddleware.RecursionDetection{}, middleware.After),

		s.Finalize.Add(p.newRetry(), middleware.After),
		s.Finalize.Add(resolveAuthScheme{p}, middleware.After),
		s.Finalize.Add(getIdentity{}, middleware.After),
		s.Finalize.Add(resolveEndpoint{p}, middleware.After),
		s.Finalize.Add(disableHTTPS{p}, middleware.After),
		s.Finalize.Add(hashPayload{}, middleware.After),
		s.Finalize.Add(signRequest{}, middleware.After),

		s.Deserialize.Add(&awsmiddleware.AddRawResponse{}, middleware.After),
		s.Deserialize.Add(&awshttp.ResponseErrorWrapper{}, middleware.After),
		s.Deserialize.Add(&awsmiddleware.RequestIDRetriever{}, middleware.After),
		s.Deserialize.Add(deserializer{p}, middleware.After),
		s.Deserialize.Add(&awsmiddleware.RecordResponseTiming{DisableClockSkewCorrection: o.DisableClockSkewCorrection}, middleware.After),
		s.Deserialize.Add(requestResponseLogger{p}, middleware.After),
	)
	if err == nil && hasInterceptors(o.Interceptors) {
		err = addInterceptors(s, o.Interceptors)
	}
	if err != nil {
		return nil, fmt.Errorf("compose the middleware stack: %w", err)
	}
	for _, fn := range o.APIOptions {
		if fn != nil {
			if err := fn(s); err != nil {
				return nil, err
			}
		}
	}
	if p.change != nil {
		if err := p.change(s); err != nil {
			return nil, fmt.Errorf("compose the middleware stack: %w", err)
		}
	}
	// Stack.HandleMiddleware does the same for each call.
	return middleware.DecorateHandler(p.sender, s.Initialize, s.Serialize, s.Build, s.Finalize, s.Deserialize), nil
}

func (p *plan) newRetry() *retry.Attempt {
	o := p.options
	return retry.NewAttemptMiddleware(o.Retryer, cloneRequest, func(m *retry.Attempt) {
		m.LogAttempts = o.ClientLogMode.IsRetries()
		m.OperationMeter = o.MeterProvider.Meter(p.client.scope())
		m.ClientSkew = &p.client.clockOffset
		m.DisableClockSkewCorrection = o.DisableClockSkewCorrection
	})
}

// addInterceptors adds the steps of all interceptors. The first step creates the state that
// the others share.
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
