package awsclient

import (
	"errors"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// newStack declares the way of a call: every step of every operation, in
// order. IDs and places are those of the official clients, since other
// packages insert beside them.
func (c *Client) newStack(op operation, o *Options) (*middleware.Stack, error) {
	name := op.row().Name
	s := middleware.NewStack(name, smithyhttp.NewStackRequest)
	err := errors.Join(
		s.Initialize.Add(&validateInput{op, o.level()}, middleware.After),

		s.Serialize.Add(&serializer{op}, middleware.After),

		s.Build.Add(&awsmiddleware.ClientRequestID{}, middleware.After),
		s.Build.Add(newUserAgent(c.service, o), middleware.After),
		s.Build.Add(&awsmiddleware.RecursionDetection{}, middleware.After),

		s.Finalize.Add(c.newRetry(o), middleware.After),
		s.Finalize.Add(&resolveAuthScheme{name, o, fixedAuth(o, name)}, middleware.After),
		s.Finalize.Add(&getIdentity{}, middleware.After),
		s.Finalize.Add(&resolveEndpoint{o, fixedEndpoint(o)}, middleware.After),
		s.Finalize.Add(&disableHTTPS{o}, middleware.After),
		s.Finalize.Add(&payloadHash{}, middleware.After),
		s.Finalize.Add(&signRequest{}, middleware.After),

		s.Deserialize.Add(&awsmiddleware.AddRawResponse{}, middleware.After),
		s.Deserialize.Add(&awshttp.ResponseErrorWrapper{}, middleware.After),
		s.Deserialize.Add(&awsmiddleware.RequestIDRetriever{}, middleware.After),
		s.Deserialize.Add(&deserializer{op, c.service, o.MaxResponseBytes}, middleware.After),
		s.Deserialize.Add(&awsmiddleware.RecordResponseTiming{DisableClockSkewCorrection: o.DisableClockSkewCorrection}, middleware.After),
		s.Deserialize.Add(&requestResponseLogger{o}, middleware.After),
	)
	if err == nil && hasInterceptors(o.Interceptors) {
		err = addInterceptors(s, o.Interceptors)
	}
	return s, err
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
