package awsclient_test

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Response buffers are reused. Outputs and errors of earlier calls must not change.
func TestOutputsSurviveBufferReuse(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		name := path.Base(r.URL.Path)
		if strings.HasPrefix(name, "bad") {
			fmt.Fprintf(w, `{"FailureReason": %s}`, name)
			return
		}
		fmt.Fprintf(w, `{"HumanLoopName":%q,"FailureReason":"é %s","FailureCode":%q,"HumanLoopOutput":{"OutputS3Uri":%[1]q}}`, name, name, name)
	})
	type outcome struct {
		name string
		out  *a2iruntime.DescribeHumanLoopOutput
		err  error
	}
	const callers, calls = 16, 30
	outcomes := make([]outcome, callers*calls)
	var group sync.WaitGroup
	for caller := range callers {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := caller * calls; i < (caller+1)*calls; i++ {
				name := fmt.Sprintf("%s-%d-%s", []string{"good", "bad"}[i%2], i, strings.Repeat("x", 1+i%40))
				out, err := c.DescribeHumanLoop(context.Background(), &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &name})
				outcomes[i] = outcome{name, out, err}
			}
		}()
	}
	group.Wait()
	for _, o := range outcomes {
		if strings.HasPrefix(o.name, "bad") {
			if o.err == nil || !contains(o.err, o.name) {
				t.Errorf("%s: error %v", o.name, o.err)
			}
			continue
		}
		if o.err != nil {
			t.Errorf("%s: %v", o.name, o.err)
			continue
		}
		got := []string{aws.ToString(o.out.HumanLoopName), strings.TrimPrefix(aws.ToString(o.out.FailureReason), "é "), aws.ToString(o.out.FailureCode), aws.ToString(o.out.HumanLoopOutput.OutputS3Uri)}
		for _, s := range got {
			if s != o.name {
				t.Errorf("%s changed to %q", o.name, got)
			}
		}
	}
}
