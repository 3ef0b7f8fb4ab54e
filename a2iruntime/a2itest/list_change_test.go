package a2itest_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

// While a list is read page by page, loops are deleted and started. Every loop that
// exists the whole time is listed once, in order. Other loops are listed at most once.
func TestListWhileLoopsChange(t *testing.T) {
	tests := []struct {
		name    string
		deleted func(page int) []int // numbers of the loops to delete after a page of 3
		started bool
	}{
		{name: "the last one listed", deleted: func(page int) []int { return []int{3*page - 1} }},
		{name: "the first one listed", deleted: func(page int) []int { return []int{3*page - 3} }},
		{name: "the page that was just listed", deleted: func(page int) []int { return []int{3*page - 3, 3*page - 2, 3*page - 1} }},
		{name: "the first one of the next page", deleted: func(page int) []int { return []int{3 * page} }},
		{name: "the next page", deleted: func(page int) []int { return []int{3 * page, 3*page + 1, 3*page + 2} }},
		{name: "all that were listed", deleted: func(page int) []int {
			if page == 5 {
				return []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}
			}
			return nil
		}},
		{name: "none, but others are started", deleted: func(int) []int { return nil }, started: true},
		{name: "on both sides, and others are started", deleted: func(page int) []int { return []int{3*page - 1, 3 * page} }, started: true},
	}
	for _, order := range types.SortOrder("").Values() {
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s, %s", order, tt.name), func(t *testing.T) {
				now := newClock()
				srv := newServer(t, now.at)
				client := newClient(srv)
				inOrder := startMany(t, client, now, 30)
				if order == types.SortOrderDescending {
					inOrder = reversed(inOrder)
				}
				for _, name := range inOrder {
					must(t, srv.Complete(name, `1`))
				}
				survive := slices.Clone(inOrder)
				got := slices.Concat(pages(t, client, a2iruntime.ListHumanLoopsInput{
					FlowDefinitionArn: aws.String(reviews), SortOrder: order, MaxResults: aws.Int32(3),
				}, func(page int) {
					for _, i := range tt.deleted(page) {
						if i < len(inOrder) && slices.Contains(survive, inOrder[i]) {
							must(t, remove(client, inOrder[i]))
							survive = slices.DeleteFunc(survive, func(name string) bool { return name == inOrder[i] })
						}
					}
					if tt.started && page <= 10 {
						start(t, client, fmt.Sprintf("new-%d", page))
						now.add(time.Millisecond)
					}
				})...)
				once := map[string]bool{}
				for _, name := range got {
					if once[name] {
						t.Errorf("%s is listed twice in %v", name, got)
					}
					once[name] = true
				}
				survivors := slices.DeleteFunc(slices.Clone(got), func(name string) bool { return !slices.Contains(survive, name) })
				if diff := cmp.Diff(survive, survivors); diff != "" {
					t.Errorf("loops that were there all the time (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// A token remains valid after the loop that it refers to, and all other loops, were
// deleted.
func TestTokenSurvivesDeletes(t *testing.T) {
	for _, order := range types.SortOrder("").Values() {
		t.Run(string(order), func(t *testing.T) {
			now := newClock()
			srv := newServer(t, now.at)
			client := newClient(srv)
			names := startMany(t, client, now, 9)
			got := pages(t, client, a2iruntime.ListHumanLoopsInput{
				FlowDefinitionArn: aws.String(reviews), SortOrder: order, MaxResults: aws.Int32(4),
			}, func(int) {
				for _, name := range names {
					must(t, srv.Complete(name, `1`))
					must(t, remove(client, name))
				}
			})
			if len(got) != 2 || len(got[0]) != 4 || len(got[1]) != 0 {
				t.Errorf("got pages %v, want one of 4 loops and an empty one", got)
			}
		})
	}
}

// Of five thousand loops, some are deleted. The list contains all others, and its pages
// are full.
func TestListThousandsOfLoops(t *testing.T) {
	t.Parallel() // takes seconds
	now := newClock()
	srv := newServer(t, now.at)
	client := newClient(srv)
	names := startMany(t, client, now, 5000)
	in := a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(reviews), SortOrder: types.SortOrderAscending, MaxResults: aws.Int32(100),
	}
	if diff := cmp.Diff(slices.Collect(slices.Chunk(names, 100)), pages(t, client, in, nil)); diff != "" {
		t.Fatalf("all loops (-want +got):\n%s", diff)
	}
	var remaining []string
	for i, name := range names {
		if i%20 != 0 {
			remaining = append(remaining, name)
			continue
		}
		must(t, srv.Complete(name, `1`))
		must(t, remove(client, name))
	}
	in.SortOrder = types.SortOrderDescending
	if diff := cmp.Diff(slices.Collect(slices.Chunk(reversed(remaining), 100)), pages(t, client, in, nil)); diff != "" {
		t.Errorf("the loops that are left (-want +got):\n%s", diff)
	}
}
