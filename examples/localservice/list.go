package main

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
)

const (
	pageSize = 100 // waiting loops per page
	maxEnded = 20  // ended loops on the first page
)

// listView is the data of a page of the list.
type listView struct {
	search
	Flows   []string // flow definitions to choose from, sorted
	Total   int      // number of waiting loops
	Matches int      // number of waiting loops that match the search
	Page    int      // from 1
	Pages   int
	Waiting []a2itest.Loop // on this page, oldest first
	Ended   []endedLoop    // on the first page, latest first
	Example string         // a flow definition's ARN for the example command
}

// search selects loops. The zero value selects all.
type search struct {
	Name string // part of the loop's name
	Flow string // the flow definition's name
}

func (s search) matches(name, flow string) bool {
	return strings.Contains(name, strings.ToLower(s.Name)) && (s.Flow == "" || s.Flow == flow)
}

// Active reports whether the search can exclude loops.
func (s search) Active() bool { return s != search{} }

// endedLoop is a loop that has ended. It may have been deleted afterwards.
type endedLoop struct {
	types.HumanLoopSummary
	EndedAt time.Time
	Exists  bool
}

// list shows a page of the waiting loops that match the search, and on the first page
// the matching loops that ended last.
func (p *page) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	v := &listView{
		search:  search{strings.TrimSpace(query.Get("name")), query.Get("flow")},
		Example: p.a2i.FlowDefinitionArn("reviews"),
	}
	waiting, err := p.a2i.Loops(types.HumanLoopStatusInProgress)
	if err != nil {
		showError(w, err)
		return
	}
	events, err := p.a2i.Events()
	if err != nil {
		showError(w, err)
		return
	}
	flows := map[string]bool{}
	if v.Flow != "" {
		flows[v.Flow] = true
	}
	v.Total = len(waiting)
	waiting = slices.DeleteFunc(waiting, func(l a2itest.Loop) bool {
		flow := flowName(l.FlowDefinitionArn)
		flows[flow] = true
		return !v.matches(l.HumanLoopName, flow)
	})
	v.Matches = len(waiting)
	v.Pages = max(1, (v.Matches+pageSize-1)/pageSize)
	number, _ := strconv.Atoi(query.Get("page")) // on an error, 0 or the nearest int
	v.Page = min(max(number, 1), v.Pages)
	v.Waiting = waiting[v.First()-1 : v.Last()]
	for _, event := range slices.Backward(events) {
		flow := flowName(*event.Detail.FlowDefinitionArn)
		flows[flow] = true
		if v.Page == 1 && len(v.Ended) < maxEnded && v.matches(*event.Detail.HumanLoopName, flow) {
			loop := event.Summary()
			current, err := p.a2i.Loop(*loop.HumanLoopName)
			exists := err == nil && current.CreationTime.Equal(*loop.CreationTime) // another loop may have the name now
			v.Ended = append(v.Ended, endedLoop{loop, event.Time, exists})
		}
	}
	v.Flows = slices.Sorted(maps.Keys(flows))
	show(w, http.StatusOK, "list.html", v)
}

// First returns the position of the page's first loop among the matches, from 1.
func (v *listView) First() int { return (v.Page-1)*pageSize + 1 }

// Last returns the position of the page's last loop among the matches, or 0 if there
// are none.
func (v *listView) Last() int { return min(v.Page*pageSize, v.Matches) }

// Refresh, Previous and Next return the URL of this page and of its neighbors, or "" if
// there is none.
func (v *listView) Refresh() string  { return v.link(v.Page) }
func (v *listView) Previous() string { return v.link(v.Page - 1) }
func (v *listView) Next() string     { return v.link(v.Page + 1) }

// link returns the URL of a page of the same search.
func (v *listView) link(page int) string {
	if page < 1 || page > v.Pages {
		return ""
	}
	query := url.Values{}
	if v.Name != "" {
		query.Set("name", v.Name)
	}
	if v.Flow != "" {
		query.Set("flow", v.Flow)
	}
	if page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	return (&url.URL{Path: "/", RawQuery: query.Encode()}).String()
}

// flowName returns the name in a flow definition's ARN.
func flowName(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }
