package bench

import (
	"context"
	"fmt"
	"strings"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/internal/bench/bare"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// loopItem is item i of a page as JSON, with what differs between the cells.
func loopItem(i int, name, time, more string) string {
	return fmt.Sprintf(`{"HumanLoopName":"%s-%04d","HumanLoopStatus":"Completed","CreationTime":%s,"FlowDefinitionArn":%q%s}`, name, i, time, flowDefinition, more)
}

func isoTime(i int) string { return fmt.Sprintf(`"2026-03-04T05:06:%02d.%03dZ"`, i%60, i) }

// pages is ListHumanLoops with items of different shapes.
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

// reason is a FailureReason of 1,000 characters.
func reason(i int) string {
	text := fmt.Sprintf("Worker %04d did not answer. ", i)
	return `,"FailureReason":"` + strings.Repeat(text, 1000/len(text)) + strings.Repeat(".", 1000%len(text)) + `"`
}

// pageSizes are pages of different lengths.
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
	ours, plain := a2iruntime.NewFromConfig(Config(client, endpoint)), bare.New(client, endpoint, "sagemaker")
	return Cell{
		Name: name, Units: float64(n), Bytes: float64(len(document)),
		Ours: func(ctx context.Context) error {
			out, err := ours.ListHumanLoops(ctx, &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(flowDefinition), MaxResults: aws.Int32(100)})
			return checked(err, func() bool { return len(out.HumanLoopSummaries) == n && out.NextToken != nil })
		},
		Reference: func(ctx context.Context) error {
			out, err := plainPage(ctx, plain)
			return checked(err, func() bool { return len(out.HumanLoopSummaries) == n && out.NextToken != nil })
		},
	}
}

// barePage is what the bare request decodes a page into. A time is any JSON, because
// encoding/json reads none of the numbers.
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

func plainPage(ctx context.Context, plain *bare.Client) (out barePage, err error) {
	err = plain.Get(ctx, "/human-loops?FlowDefinitionArn=arn%3Aaws%3Asagemaker%3Aus-east-1%3A123456789012%3Aflow-definition%2Freviews&MaxResults=100", &out)
	return out, err
}
