// Ours is the bare program with one call of this module's client.
package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/bench/bare"
)

func main() {
	var out map[string]any
	fmt.Println(bare.New(http.DefaultClient, "http://127.0.0.1:1", "sagemaker").Get(context.Background(), "/", &out), out)
	fmt.Println(a2iruntime.New(a2iruntime.Options{}).DescribeHumanLoop(context.Background(), nil))
}
