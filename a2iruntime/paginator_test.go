package a2iruntime_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// listed starts a local service with loops that start one minute apart.
func listed(t *testing.T, loops int, optFns ...func(*a2itest.Options)) (*a2itest.Server, *a2iruntime.Client, *a2iruntime.ListHumanLoopsInput) {
	t.Helper()
	clock := clienttest.NewClock()
	srv := a2itest.NewServer(append(optFns, func(o *a2itest.Options) { o.Now = clock.Now })...)
	t.Cleanup(srv.Close)
	for i := 0; i < loops; i++ {
		if _, err := srv.Start(fmt.Sprintf("loop-%04d", i), "f", "{}"); err != nil {
			t.Fatal(err)
		}
		_ = clock.Sleep(context.Background(), time.Minute)
	}
	return srv, a2iruntime.NewFromConfig(srv.Config()), &a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("f")), SortOrder: types.SortOrderAscending,
		CreationTimeAfter: aws.Time(clienttest.SigningTime), CreationTimeBefore: aws.Time(clock.Now()),
	}
}

func names(t *testing.T, items func(func(types.HumanLoopSummary, error) bool)) (collected []string) {
	t.Helper()
	for loop, err := range items {
		if err != nil {
			t.Fatal(err)
		}
		collected = append(collected, aws.ToString(loop.HumanLoopName))
	}
	return collected
}

func loopNames(n int) (collected []string) {
	for i := 0; i < n; i++ {
		collected = append(collected, fmt.Sprintf("loop-%04d", i))
	}
	return collected
}

func TestListHumanLoopsPaginator(t *testing.T) {
	srv, client, in := listed(t, 25)
	in.MaxResults = aws.Int32(7)
	got := names(t, a2iruntime.NewListHumanLoopsPaginator(client, in).Items(context.Background()))
	if !slices.Equal(got, loopNames(25)) {
		t.Errorf("got %v", got)
	}
	calls := srv.Calls()
	if len(calls) != 4 {
		t.Errorf("%d calls, want 4 pages of 7", len(calls))
	}
	for _, c := range calls {
		if !strings.Contains(c.Query, "MaxResults=7") || !strings.Contains(c.UserAgent, "m/C,E") {
			t.Errorf("call %s with User-Agent %q", c.Query, c.UserAgent)
		}
	}
	// Options override the input. A resume token continues with the next loop.
	p := a2iruntime.NewListHumanLoopsPaginator(client, in, func(o *paginators.Options) { o.PageSize, o.MaxItems = 10, 13 })
	first := names(t, p.Items(context.Background()))
	rest := names(t, a2iruntime.NewListHumanLoopsPaginator(client, in, func(o *paginators.Options) { o.StartingToken = p.ResumeToken() }).Items(context.Background()))
	if len(first) != 13 || !slices.Equal(append(first, rest...), loopNames(25)) {
		t.Errorf("got %v, then %v", first, rest)
	}
	// The list starts at the service's token in the input. A resume token contains it.
	page, err := client.ListHumanLoops(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	in.NextToken = page.NextToken
	p = a2iruntime.NewListHumanLoopsPaginator(client, in)
	var some []string
	for loop, err := range p.Items(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if some = append(some, *loop.HumanLoopName); len(some) == 2 {
			break
		}
	}
	in.NextToken = nil
	// As StartingToken it is an error that says where to use it.
	_, err = a2iruntime.NewListHumanLoopsPaginator(client, in, func(o *paginators.Options) { o.StartingToken = *page.NextToken }).NextPage(context.Background())
	if refused := new(paginators.StartingTokenError); !errors.As(err, &refused) || !strings.Contains(err.Error(), "set it in the input") {
		t.Errorf("the service's token as StartingToken: %v, want a StartingTokenError that names the input", err)
	}
	old := names(t, a2iruntime.NewListHumanLoopsPaginator(client, in, func(o *paginators.Options) { o.StartingToken = *page.NextToken + "___2" }).Items(context.Background()))
	if !slices.Equal(old, loopNames(25)[9:]) {
		t.Errorf("botocore's old token starts with %v", old)
	}
	rest = names(t, a2iruntime.NewListHumanLoopsPaginator(client, in, func(o *paginators.Options) { o.StartingToken = p.ResumeToken() }).Items(context.Background()))
	if !slices.Equal(append(some, rest...), loopNames(25)[7:]) {
		t.Errorf("got %v, then %v", some, rest)
	}
	in.FlowDefinitionArn = nil
	if _, err := a2iruntime.NewListHumanLoopsPaginator(client, in).NextPage(context.Background()); err == nil || !strings.Contains(err.Error(), "FlowDefinitionArn") {
		t.Errorf("no flow definition: %v", err)
	}
}

// Windows list each loop exactly once, whether or not the service includes the bounds,
// even if the loop starts at a window's bound.
func TestWindows(t *testing.T) {
	for _, exclusive := range []bool{false, true} {
		_, client, in := listed(t, 60, func(o *a2itest.Options) { o.ExclusiveTimeBounds = exclusive })
		single := names(t, a2iruntime.NewListHumanLoopsPaginator(client, in).Items(context.Background()))
		for _, n := range []int{1, 2, 3, 7, 60, 100} {
			windows, err := a2iruntime.ListHumanLoopsWindows(in, n)
			if err != nil {
				t.Fatal(err)
			}
			var sources []*a2iruntime.ListHumanLoopsPaginator
			for _, w := range windows {
				sources = append(sources, w.Paginator(client, func(o *paginators.Options) { o.PageSize = 5 }))
			}
			got := names(t, paginators.Merge(context.Background(), 4, nil, sources...))
			slices.Sort(got)
			if !slices.Equal(got, single) {
				t.Errorf("exclusive = %t, %d windows: got %v, want %v", exclusive, n, got, single)
			}
		}
	}
}

func TestInvalidWindows(t *testing.T) {
	_, _, in := listed(t, 1)
	with := func(change func(*a2iruntime.ListHumanLoopsInput)) *a2iruntime.ListHumanLoopsInput {
		changed := *in
		change(&changed)
		return &changed
	}
	for want, split := range map[string]struct {
		in *a2iruntime.ListHumanLoopsInput
		n  int
	}{
		"is 0: it must be 1 to 10000":                    {in, 0},
		"it must be 1 to 10000":                          {in, math.MaxInt},
		"set CreationTimeAfter and CreationTimeBefore":   {with(func(in *a2iruntime.ListHumanLoopsInput) { in.CreationTimeAfter = nil }), 2},
		"is not before CreationTimeBefore":               {with(func(in *a2iruntime.ListHumanLoopsInput) { in.CreationTimeAfter = in.CreationTimeBefore }), 2},
		"NextToken belongs to one list":                  {with(func(in *a2iruntime.ListHumanLoopsInput) { in.NextToken = aws.String("x") }), 2},
		"set CreationTimeAfter and CreationTimeBefore\n": {nil, 2},
	} {
		if _, err := a2iruntime.ListHumanLoopsWindows(split.in, split.n); err == nil || !strings.Contains(err.Error(), strings.TrimSpace(want)) {
			t.Errorf("got %v, want an error that says %q", err, want)
		}
	}
	windows, err := a2iruntime.ListHumanLoopsWindows(in, 2)
	if err != nil {
		t.Fatal(err)
	}
	undated := exchangeClient(&clienttest.Exchange{Responses: []clienttest.Response{{Body: `{"HumanLoopSummaries":[{"HumanLoopName":"undated"}]}`}}})
	if _, err := windows[0].Paginator(undated).NextPage(context.Background()); err == nil || !strings.Contains(err.Error(), "undated is listed without a CreationTime") {
		t.Errorf("a loop without a time: %v", err)
	}
}

// An error in one window ends the merge. The other windows' tokens remain valid.
func TestWindowsStopAtError(t *testing.T) {
	srv, client, in := listed(t, 20)
	windows, err := a2iruntime.ListHumanLoopsWindows(in, 4)
	if err != nil {
		t.Fatal(err)
	}
	if err := srv.Inject(a2itest.Fault{Operation: "ListHumanLoops", Code: "AccessDeniedException", Times: -1}); err != nil {
		t.Fatal(err)
	}
	var sources []*a2iruntime.ListHumanLoopsPaginator
	for _, w := range windows {
		sources = append(sources, w.Paginator(client))
	}
	var denied *types.AccessDeniedException
	for _, err := range paginators.Merge(context.Background(), 4, nil, sources...) {
		if !errors.As(err, &denied) {
			t.Errorf("got %v, want AccessDeniedException", err)
		}
	}
	srv.ClearFaults()
	var got []string
	for i, w := range windows {
		token := sources[i].ResumeToken()
		got = append(got, names(t, w.Paginator(client, func(o *paginators.Options) { o.StartingToken = token }).Items(context.Background()))...)
	}
	if !slices.Equal(got, loopNames(20)) {
		t.Errorf("after the error, the windows list %v", got)
	}
}
