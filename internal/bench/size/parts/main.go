// Parts is the bare program with the parts of aws-sdk-go-v2 and smithy-go that every client
// uses. A client's own size is what it adds to them.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/a2iflows/a2iflows-go/internal/bench/bare"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

func main() {
	var out map[string]any
	fmt.Println(bare.New(http.DefaultClient, "http://127.0.0.1:1", "sagemaker").Get(context.Background(), "/", &out), out)
	s := middleware.NewStack("parts", smithyhttp.NewStackRequest)
	err := errors.Join(
		s.Build.Add(&awsmiddleware.ClientRequestID{}, middleware.After),
		s.Build.Add(awsmiddleware.NewRequestUserAgent(), middleware.After),
		s.Build.Add(&awsmiddleware.RecursionDetection{}, middleware.After),
		s.Finalize.Add(retry.NewAttemptMiddleware(retry.NewStandard(), smithyhttp.RequestCloner), middleware.After),
		s.Deserialize.Add(&awsmiddleware.AddRawResponse{}, middleware.After),
		s.Deserialize.Add(&awshttp.ResponseErrorWrapper{}, middleware.After),
		s.Deserialize.Add(&awsmiddleware.RequestIDRetriever{}, middleware.After),
		s.Deserialize.Add(&awsmiddleware.RecordResponseTiming{}, middleware.After),
	)
	handler := middleware.DecorateHandler(smithyhttp.NewClientHandlerWithOptions(awshttp.NewBuildableClient()), s)
	fmt.Println(handler.Handle(context.Background(), nil))
	fmt.Println(err)
}
