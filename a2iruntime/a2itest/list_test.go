package a2itest_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

// list returns the largest page of a flow definition's loops.
func list(t *testing.T, c *a2iruntime.Client, flow string) *a2iruntime.ListHumanLoopsOutput {
	t.Helper()
	out, err := c.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: &flow, MaxResults: aws.Int32(100),
	})
	must(t, err)
	return out
}

// pages reads a list to its end and returns the loops' names by page. It calls the
// function, if any, after each page.
func pages(t *testing.T, c *a2iruntime.Client, in a2iruntime.ListHumanLoopsInput, between func(page int)) [][]string {
	t.Helper()
	var collected [][]string
	for {
		out, err := c.ListHumanLoops(context.Background(), &in)
		must(t, err)
		collected = append(collected, names(out))
		if out.NextToken == nil {
			return collected
		}
		if len(collected) > 6000 {
			t.Fatalf("the list %+v has no end", in)
		}
		in.NextToken = out.NextToken
		if between != nil {
			between(len(collected))
		}
	}
}

func names(out *a2iruntime.ListHumanLoopsOutput) []string {
	page := []string{}
	for _, s := range out.HumanLoopSummaries {
		page = append(page, *s.HumanLoopName)
	}
	return page
}

// startMany starts loops one millisecond apart and returns their names, oldest first.
func startMany(t *testing.T, c *a2iruntime.Client, now *clock, n int) []string {
	t.Helper()
	var collected []string
	for i := range n {
		name := fmt.Sprintf("loop-%04d", i)
		start(t, c, name)
		now.add(time.Millisecond)
		collected = append(collected, name)
	}
	return collected
}

func reversed(names []string) []string {
	back := slices.Clone(names)
	slices.Reverse(back)
	return back
}

// For every page size in both orders, all pages but the last are full, none is empty, and
// together they contain the whole list.
func TestListPages(t *testing.T) {
	t.Parallel() // takes seconds
	now := newClock()
	srv := newServer(t, now.at)
	client := newClient(srv)
	oldestFirst := startMany(t, client, now, 101)
	for _, order := range types.SortOrder("").Values() {
		want := oldestFirst
		if order == types.SortOrderDescending {
			want = reversed(oldestFirst)
		}
		for size := 1; size <= 100; size++ {
			got := pages(t, client, a2iruntime.ListHumanLoopsInput{
				FlowDefinitionArn: aws.String(reviews), SortOrder: order, MaxResults: aws.Int32(int32(size)),
			}, nil)
			if diff := cmp.Diff(slices.Collect(slices.Chunk(want, size)), got); diff != "" {
				t.Fatalf("%s, MaxResults %d (-want +got):\n%s", order, size, diff)
			}
		}
	}
}

func TestListDefaults(t *testing.T) {
	tests := []struct {
		name    string
		options func(*a2itest.Options)
		first   string
		size    int
	}{
		{"as documented", func(*a2itest.Options) {}, "loop-0010", 10},
		{"DefaultMaxResults", func(o *a2itest.Options) { o.DefaultMaxResults = 3 }, "loop-0010", 3},
		{"DefaultSortOrder", func(o *a2itest.Options) { o.DefaultSortOrder = types.SortOrderAscending }, "loop-0000", 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now := newClock()
			client := newClient(newServer(t, now.at, tt.options))
			startMany(t, client, now, 11)
			out, err := client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(reviews)})
			must(t, err)
			if got := names(out); len(got) != tt.size || got[0] != tt.first || out.NextToken == nil {
				t.Errorf("got %v, token %v, want %d loops from %s on and a token", got, aws.ToString(out.NextToken), tt.size, tt.first)
			}
		})
	}
}

// Loops that start in the same millisecond are listed in the order in which they were
// started.
func TestListLoopsOfOneMillisecond(t *testing.T) {
	now := newClock()
	client := newClient(newServer(t, now.at))
	want := []string{"z", "m", "a", "k", "b"}
	start(t, client, want...)
	for _, tt := range []struct {
		order types.SortOrder
		want  []string
	}{
		{types.SortOrderAscending, want},
		{types.SortOrderDescending, reversed(want)},
	} {
		got := slices.Concat(pages(t, client, a2iruntime.ListHumanLoopsInput{
			FlowDefinitionArn: aws.String(reviews), SortOrder: tt.order, MaxResults: aws.Int32(2),
		}, nil)...)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.order, diff)
		}
	}
}

func TestListFiltersByFlowDefinition(t *testing.T) {
	client := newClient(newServer(t))
	start(t, client, "review")
	audit := input("audit")
	audit.FlowDefinitionArn = aws.String(audits)
	_, err := client.StartHumanLoop(context.Background(), audit)
	must(t, err)
	for flow, want := range map[string][]string{
		reviews: {"review"}, audits: {"audit"}, audits + "-2": {},
	} {
		out := list(t, client, flow)
		if diff := cmp.Diff(want, names(out)); diff != "" || out.NextToken != nil {
			t.Errorf("%s: token %v (-want +got):\n%s", flow, aws.ToString(out.NextToken), diff)
		}
	}
}

func TestListTimeBounds(t *testing.T) {
	now := newClock()
	at := func(ms int) *time.Time { return aws.Time(began.Add(time.Duration(ms) * time.Millisecond)) }
	// Five loops start at 0 to 4 milliseconds.
	tests := []struct {
		name                 string
		after, before        *time.Time
		inclusive, exclusive []string
	}{
		{name: "none", inclusive: []string{"0", "1", "2", "3", "4"}, exclusive: []string{"0", "1", "2", "3", "4"}},
		{name: "after", after: at(2), inclusive: []string{"2", "3", "4"}, exclusive: []string{"3", "4"}},
		{name: "before", before: at(2), inclusive: []string{"0", "1", "2"}, exclusive: []string{"0", "1"}},
		{name: "both", after: at(1), before: at(3), inclusive: []string{"1", "2", "3"}, exclusive: []string{"2"}},
		{name: "one moment", after: at(2), before: at(2), inclusive: []string{"2"}, exclusive: []string{}},
		{name: "the wrong way round", after: at(3), before: at(1), inclusive: []string{}, exclusive: []string{}},
		{name: "between two loops: the client rounds outwards", after: aws.Time(at(1).Add(1)), before: aws.Time(at(3).Add(-1)), inclusive: []string{"1", "2", "3"}, exclusive: []string{"2"}},
		{name: "after the last", after: at(5), inclusive: []string{}, exclusive: []string{}},
		{name: "before the first", before: at(-1), inclusive: []string{}, exclusive: []string{}},
		{name: "in another zone", after: aws.Time(at(4).In(time.FixedZone("", 5*3600+1800))), inclusive: []string{"4"}, exclusive: []string{}},
		{name: "before the year 1", before: &time.Time{}, inclusive: []string{}, exclusive: []string{}},
		{name: "after the year 1", after: &time.Time{}, inclusive: []string{"0", "1", "2", "3", "4"}, exclusive: []string{"0", "1", "2", "3", "4"}},
		{name: "to the year 9999", before: aws.Time(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)), inclusive: []string{"0", "1", "2", "3", "4"}, exclusive: []string{"0", "1", "2", "3", "4"}},
	}
	for _, exclusive := range []bool{false, true} {
		client := newClient(newServer(t, now.at, func(o *a2itest.Options) { o.ExclusiveTimeBounds = exclusive }))
		now.now = began
		for _, name := range []string{"0", "1", "2", "3", "4"} {
			start(t, client, name)
			now.add(time.Millisecond)
		}
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s, exclusive %t", tt.name, exclusive), func(t *testing.T) {
				want := tt.inclusive
				if exclusive {
					want = tt.exclusive
				}
				for order, want := range map[types.SortOrder][]string{
					types.SortOrderAscending: want, types.SortOrderDescending: reversed(want),
				} {
					got := slices.Concat(pages(t, client, a2iruntime.ListHumanLoopsInput{
						FlowDefinitionArn: aws.String(reviews), SortOrder: order, MaxResults: aws.Int32(1),
						CreationTimeAfter: tt.after, CreationTimeBefore: tt.before,
					}, nil)...)
					if !slices.Equal(got, want) {
						t.Errorf("%s after %v before %v: got %v, want %v", order, tt.after, tt.before, got, want)
					}
				}
			})
		}
	}
}
