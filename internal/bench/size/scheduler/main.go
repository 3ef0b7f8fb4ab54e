// Scheduler is the bare program with one call of scheduler's client.
package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/a2iflows/a2iflows-go/internal/bench/bare"
	"github.com/aws/aws-sdk-go-v2/service/scheduler"
)

func main() {
	var out map[string]any
	fmt.Println(bare.New(http.DefaultClient, "http://127.0.0.1:1", "sagemaker").Get(context.Background(), "/", &out), out)
	fmt.Println(scheduler.New(scheduler.Options{}).GetSchedule(context.Background(), nil))
}
