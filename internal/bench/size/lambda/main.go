// Lambda is the bare program with one call of lambda's client.
package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/a2iflows/a2iflows-go/internal/bench/bare"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

func main() {
	var out map[string]any
	fmt.Println(bare.New(http.DefaultClient, "http://127.0.0.1:1", "sagemaker").Get(context.Background(), "/", &out), out)
	fmt.Println(lambda.New(lambda.Options{}).GetAlias(context.Background(), nil))
}
