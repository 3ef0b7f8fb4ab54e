// Bare signs, sends and reads a request by hand. The difference between its size and another
// program's is the size of a client.
package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/a2iflows/a2iflows-go/internal/bench/bare"
)

func main() {
	var out map[string]any
	fmt.Println(bare.New(http.DefaultClient, "http://127.0.0.1:1", "sagemaker").Get(context.Background(), "/", &out), out)
}
