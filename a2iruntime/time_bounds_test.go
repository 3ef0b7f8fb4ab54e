package a2iruntime_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// millisecondLoops starts a local service with loops that start one millisecond apart.
func millisecondLoops(t *testing.T, loops int, optFns ...func(*a2itest.Options)) (*a2itest.Server, *a2iruntime.Client, []time.Time) {
	t.Helper()
	now := clienttest.SigningTime
	srv := a2itest.NewServer(append(optFns, func(o *a2itest.Options) { o.Now = func() time.Time { return now } })...)
	t.Cleanup(srv.Close)
	var created []time.Time
	for i := range loops {
		if _, err := srv.Start(loopNames(loops)[i], "f", "{}"); err != nil {
			t.Fatal(err)
		}
		created = append(created, now)
		now = now.Add(time.Millisecond)
	}
	return srv, a2iruntime.NewFromConfig(srv.Config()), created
}

// Bounds with nanoseconds are sent in milliseconds. They omit no loop between them, and
// include none that is a millisecond or more outside. The windows together list each loop
// exactly as often as a single list does.
func TestTimeBounds(t *testing.T) {
	for _, exclusive := range []bool{false, true} {
		srv, client, created := millisecondLoops(t, 12, func(o *a2itest.Options) { o.ExclusiveTimeBounds = exclusive })
		for _, offset := range []time.Duration{0, 1, 456_789, 999_999} {
			in := &a2iruntime.ListHumanLoopsInput{
				FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("f")), SortOrder: "Ascending",
				CreationTimeAfter:  aws.Time(created[2].Add(offset)),
				CreationTimeBefore: aws.Time(created[9].Add(-offset)),
			}
			t.Run(fmt.Sprintf("exclusive=%t/%dns", exclusive, offset), func(t *testing.T) {
				single := names(t, a2iruntime.NewListHumanLoopsPaginator(client, in).Items(context.Background()))
				for i, name := range loopNames(len(created)) {
					listed := slices.Contains(single, name)
					inside := created[i].After(*in.CreationTimeAfter) && created[i].Before(*in.CreationTimeBefore)
					outside := !created[i].After(in.CreationTimeAfter.Add(-time.Millisecond)) || !created[i].Before(in.CreationTimeBefore.Add(time.Millisecond))
					if inside && !listed || outside && listed {
						t.Errorf("%s of %v: listed = %t between %v and %v", name, created[i], listed, in.CreationTimeAfter, in.CreationTimeBefore)
					}
				}
				for _, n := range []int{1, 2, 3, 7, 50, 10_000} {
					windows, err := a2iruntime.ListHumanLoopsWindows(in, n)
					if err != nil {
						t.Fatal(err)
					}
					if n > 50 { // the first windows, the last ones, and some in between
						windows = slices.Concat(windows[:2], windows[4999:5001], windows[n-2:])
					}
					var sources []*a2iruntime.ListHumanLoopsPaginator
					for _, w := range windows {
						sources = append(sources, w.Paginator(client))
					}
					got := names(t, paginators.Merge(context.Background(), 4, nil, sources...))
					slices.Sort(got)
					if n <= 50 && !slices.Equal(got, single) {
						t.Errorf("%d windows list %v, want %v", n, got, single)
					} else if len(slices.Compact(got)) != len(got) {
						t.Errorf("%d windows list a loop twice: %v", n, got)
					}
				}
			})
		}
	}
}

// Windows at the minimum and maximum of RFC 3339 do not exceed them. A range of
// nanoseconds can have windows, too.
func TestTimeBoundsOfWindows(t *testing.T) {
	end := time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)
	for _, tt := range []struct {
		name          string
		after, before time.Time
	}{
		{"the first second of the year 1", time.Time{}, time.Time{}.Add(time.Second)},
		{"the last second of the year 9999", end.Add(-time.Second), end},
		{"all years", time.Time{}, end},
		{"five nanoseconds", clienttest.SigningTime, clienttest.SigningTime.Add(5)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv, client, _ := millisecondLoops(t, 3)
			windows, err := a2iruntime.ListHumanLoopsWindows(&a2iruntime.ListHumanLoopsInput{
				FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("f")), CreationTimeAfter: &tt.after, CreationTimeBefore: &tt.before,
			}, 10)
			if err != nil {
				t.Fatal(err)
			}
			for i, w := range windows {
				if _, err := w.Paginator(client).NextPage(context.Background()); err != nil {
					t.Errorf("window %d: %v", i, err)
				}
			}
			for _, c := range srv.Calls() {
				query, err := url.ParseQuery(c.Query)
				if err != nil {
					t.Fatal(err)
				}
				after, errAfter := time.Parse(time.RFC3339, query.Get("CreationTimeAfter"))
				before, errBefore := time.Parse(time.RFC3339, query.Get("CreationTimeBefore"))
				if errAfter != nil || errBefore != nil || !after.After(tt.after.Add(-time.Millisecond)) || !before.Before(tt.before.Add(time.Millisecond)) {
					t.Errorf("requested %v to %v, want at most %v to %v", after, before, tt.after, tt.before)
				}
			}
		})
	}
}
