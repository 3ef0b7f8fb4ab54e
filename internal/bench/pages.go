package bench

import (
	"context"
	"fmt"
	"strings"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/bench/bare"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// loopItem returns item i of a page as JSON. The other parameters differ between cells.
func loopItem(i int, name, time, more string) string {
	return fmt.Sprintf(`{"HumanLoopName":"%s-%04d","HumanLoopStatus":"Completed","CreationTime":%s,"FlowDefinitionArn":%q%s}`, name, i, time, flowDefinition, more)
}

func isoTime(i int) string { return fmt.Sprintf(`"2026-03-04T05:06:%02d.%03dZ"`, i%60, i) }

// pages compares ListHumanLoops with items of different shapes.
func pages() Row {
	r := Row{Name: "ListHumanLoops, 100 items", Unit: "item", Reference: "bare request"}
	for _, c := range []struct {
		name string
		item func(i int) string
	}{
		{"plain names", func(i int) string { return loopItem(i, "invoice-2026", isoTime(i), "") }},
		{"escaped names", func(i int) string { return loopItem(i, `in\u0076oice\/2026`, isoTime(i), "") }},
		{"non-ASCII names", func(i int) string { return loopItem(i, "rechnung-größe", isoTime(i), "") }},
		{"FailureReasons of 1,000 characters", func(i int) string { return loopItem(i, "invoice-2026", isoTime(i), reason(i)) }},
		{"times with offsets", func(i int) string {
			return loopItem(i, "invoice-2026", fmt.Sprintf(`"2026-03-04T05:06:%02d.%03d+01:00"`, i%60, i), "")
		}},
		{"times as numbers", func(i int) string { return loopItem(i, "invoice-2026", fmt.Sprintf("17726007%02d.%03d", i%60, i), "") }},
		{"times without fractions", func(i int) string {
			return loopItem(i, "invoice-2026", fmt.Sprintf(`"2026-03-04T05:06:%02dZ"`, i%60), "")
		}},
		{"unknown members", func(i int) string {
			return loopItem(i, "invoice-2026", isoTime(i), `,"Priority":{"Level":3,"Tags":["a","b"]},"Region":"us-east-1"`)
		}},
	} {
		r.Cells = append(r.Cells, page(c.name, 100, c.item))
	}
	return r
}

// reason returns a FailureReason of 1,000 characters.
func reason(i int) string {
	text := fmt.Sprintf("Worker %04d did not answer. ", i)
	return `,"FailureReason":"` + strings.Repeat(text, 1000/len(text)) + strings.Repeat(".", 1000%len(text)) + `"`
}

// pageSizes compares pages of different lengths.
func pageSizes() Row {
	r := Row{Name: "ListHumanLoops, pages of different lengths", Unit: "call", Reference: "bare request"}
	for _, n := range []int{1, 10, 100} {
		c := page(fmt.Sprintf("pages of %d", n), n, func(i int) string { return loopItem(i, "invoice-2026", isoTime(i), "") })
		c.Units, c.Bytes = 1, 0
		r.Cells = append(r.Cells, c)
	}
	return r
}

func page(name string, n int, item func(i int) string) Cell {
	document := text(`{"HumanLoopSummaries":%s,"NextToken":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`, list(n, item))
	client, endpoint := InMemory(document)
	ours, reference := a2iruntime.NewFromConfig(Config(client, endpoint)), bare.New(client, endpoint, "sagemaker")
	return Cell{
		Name: name, Units: float64(n), Bytes: float64(len(document)),
		Ours: func(ctx context.Context) error {
			out, err := ours.ListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(flowDefinition), MaxResults: aws.Int32(100)})
			return checked(err, func() bool { return len(out.HumanLoopSummaries) == n && out.NextToken != nil })
		},
		Reference: func(ctx context.Context) error {
			out, err := listBare(ctx, reference)
			return checked(err, func() bool { return len(out.HumanLoopSummaries) == n && out.NextToken != nil })
		},
	}
}

// barePage is the type of a page in the bare request. CreationTime is any, because
// encoding/json does not decode numbers into a time.Time.
type barePage struct {
	HumanLoopSummaries []struct {
		CreationTime      any
		FailureReason     *string
		FlowDefinitionArn *string
		HumanLoopName     *string
		HumanLoopStatus   string
	}
	NextToken *string
}

func listBare(ctx context.Context, c *bare.Client) (out barePage, err error) {
	err = c.Get(ctx, "/human-loops?FlowDefinitionArn=arn%3Aaws%3Asagemaker%3Aus-east-1%3A123456789012%3Aflow-definition%2Freviews&MaxResults=100", &out)
	return out, err
}
