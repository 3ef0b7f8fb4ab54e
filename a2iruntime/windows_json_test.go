package a2iruntime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
)

// throughJSON writes a window and reads it back, as another process does.
func throughJSON(t *testing.T, w a2iruntime.ListHumanLoopsWindow) (again a2iruntime.ListHumanLoopsWindow) {
	t.Helper()
	data, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	if rewritten, err := json.Marshal(again); err != nil || string(rewritten) != string(data) {
		t.Fatalf("%s changed to %s, %v", data, rewritten, err)
	}
	return again
}

// After a window was written and read, it sends the same requests and lists the same
// loops.
func TestWindowJSONRoundTrip(t *testing.T) {
	for _, exclusive := range []bool{false, true} {
		srv, client, all := listed(t, 25, func(o *a2itest.Options) { o.ExclusiveTimeBounds = exclusive })
		read := func(w a2iruntime.ListHumanLoopsWindow) (loops, queries []string) {
			before := len(srv.Calls())
			loops = names(t, w.Paginator(client).Items(context.Background()))
			for _, c := range srv.Calls()[before:] {
				queries = append(queries, c.Query)
			}
			return loops, queries
		}
		first, zone := *all.CreationTimeAfter, time.FixedZone("", -8*60*60+17)
		for name, change := range map[string]func(*a2iruntime.ListHumanLoopsInput){
			"whole list":      func(*a2iruntime.ListHumanLoopsInput) {},
			"descending":      func(in *a2iruntime.ListHumanLoopsInput) { in.SortOrder = "Descending" },
			"no order":        func(in *a2iruntime.ListHumanLoopsInput) { in.SortOrder = "" },
			"small pages":     func(in *a2iruntime.ListHumanLoopsInput) { in.MaxResults = aws.Int32(2) },
			"empty NextToken": func(in *a2iruntime.ListHumanLoopsInput) { in.NextToken = aws.String("") },
			"odd nanoseconds": func(in *a2iruntime.ListHumanLoopsInput) { in.CreationTimeAfter = aws.Time(first.Add(123_456_789)) },
			"another zone":    func(in *a2iruntime.ListHumanLoopsInput) { in.CreationTimeAfter = aws.Time(first.In(zone)) },
			"shorter than n":  func(in *a2iruntime.ListHumanLoopsInput) { in.CreationTimeBefore = aws.Time(first.Add(5)) },
			"the years 1 to 9999": func(in *a2iruntime.ListHumanLoopsInput) {
				in.CreationTimeAfter, in.CreationTimeBefore = &time.Time{}, aws.Time(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))
			},
		} {
			in := *all
			change(&in)
			single := names(t, a2iruntime.NewListHumanLoopsPaginator(client, &in).Items(context.Background()))
			slices.Sort(single)
			for _, n := range []int{1, 2, 7, 30} {
				windows, err := a2iruntime.ListHumanLoopsWindows(&in, n)
				if err != nil {
					t.Fatal(err)
				}
				var union []string
				for i, w := range windows {
					wantLoops, wantQueries := read(w)
					loops, queries := read(throughJSON(t, w))
					if diff := cmp.Diff([][]string{wantLoops, wantQueries}, [][]string{loops, queries}); diff != "" {
						t.Errorf("exclusive = %t, %s, window %d of %d (-before +after JSON):\n%s", exclusive, name, i, n, diff)
					}
					union = append(union, loops...)
				}
				slices.Sort(union)
				if !slices.Equal(union, single) {
					t.Errorf("exclusive = %t, %s, %d windows: got %v, want %v", exclusive, name, n, union, single)
				}
			}
		}
	}
}

// The JSON format does not change: other versions read it and list the same loops.
func TestWindowJSONIsStable(t *testing.T) {
	srv, client, in := listed(t, 60)
	in.MaxResults, in.CreationTimeAfter = aws.Int32(50), aws.Time(in.CreationTimeAfter.Add(123_456_789))
	windows, err := a2iruntime.ListHumanLoopsWindows(in, 7)
	if err != nil {
		t.Fatal(err)
	}
	text := `{"FlowDefinitionArn":"` + srv.FlowDefinitionArn("f") + `","CreationTimeAfter":"2026-03-04T05:06:07.123456789Z","CreationTimeBefore":"2026-03-04T06:06:07Z",` +
		`"SortOrder":"Ascending","MaxResults":50,"Windows":7,"Index":3}`
	if data, err := json.Marshal(windows[3]); err != nil || string(data) != text {
		t.Errorf("got %s, %v; want %s", data, err, text)
	}
	var read a2iruntime.ListHumanLoopsWindow
	if err := json.Unmarshal([]byte(text), &read); err != nil {
		t.Fatal(err)
	}
	if got, want := names(t, read.Paginator(client).Items(context.Background())), loopNames(60)[26:35]; !slices.Equal(got, want) {
		t.Errorf("the window lists %v, want %v", got, want)
	}
}

// The zero window is an error when it is listed or written. It does not list everything.
func TestZeroWindow(t *testing.T) {
	srv, client, _ := listed(t, 3)
	var zero a2iruntime.ListHumanLoopsWindow
	const want = "the ListHumanLoopsWindow is the zero value, which lists nothing: make windows with ListHumanLoopsWindows"
	check := func(name string, err error) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error that says %q", name, err, want)
		}
	}
	_, err := json.Marshal(zero)
	check("writing", err)
	_, err = zero.Paginator(client).NextPage(context.Background())
	check("NextPage", err)
	check("Items", firstError(zero.Paginator(client, func(o *paginators.Options) { o.Prefetch = true }).Items(context.Background())))
	check("Merge", firstError(paginators.Merge(context.Background(), 2, nil, zero.Paginator(client), zero.Paginator(client))))
	if calls := srv.Calls(); len(calls) > 0 {
		t.Errorf("%d calls were made", len(calls))
	}
}

// If every call would reject a window's input, writing the window is an error.
func TestMarshalInvalidWindow(t *testing.T) {
	for want, change := range map[string]func(*a2iruntime.ListHumanLoopsInput){
		"FlowDefinitionArn": func(in *a2iruntime.ListHumanLoopsInput) { in.FlowDefinitionArn = nil },
		"MaxResults":        func(in *a2iruntime.ListHumanLoopsInput) { in.MaxResults = aws.Int32(101) },
		"CreationTimeBefore": func(in *a2iruntime.ListHumanLoopsInput) {
			in.CreationTimeBefore = aws.Time(time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC))
		},
	} {
		in := &a2iruntime.ListHumanLoopsInput{
			FlowDefinitionArn: loopsInput().FlowDefinitionArn,
			CreationTimeAfter: aws.Time(clienttest.SigningTime), CreationTimeBefore: aws.Time(clienttest.SigningTime.Add(time.Hour)),
		}
		change(in)
		windows, err := a2iruntime.ListHumanLoopsWindows(in, 3)
		if err != nil {
			t.Fatal(err)
		}
		_, err = json.Marshal(windows[1])
		var invalid smithy.InvalidParamsError
		if !errors.As(err, &invalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an InvalidParamsError", want, err)
		}
	}
}

// Damaged JSON is an error that names the member. It never becomes a window that lists
// other loops.
func TestUnmarshalInvalidWindow(t *testing.T) {
	whole, err := json.Marshal(dayWindow())
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(whole, &members); err != nil {
		t.Fatal(err)
	}
	read := func(data []byte) error {
		w := dayWindow()
		err := json.Unmarshal(data, &w)
		if again, _ := json.Marshal(w); err != nil && string(again) != string(whole) {
			t.Errorf("%s: %v, but the window changed to %s", data, err, again)
		}
		return err
	}
	for i := range whole {
		if err := read(whole[:i]); err == nil {
			t.Errorf("%q was read", whole[:i])
		}
	}
	for name := range members {
		for _, value := range []string{"", "null", "{}", `[1]`, "true", `"x"`, "-1", "1.5", "1e99"} {
			if name == "FlowDefinitionArn" && value == `"x"` {
				continue // the service checks an ARN's format
			}
			err := read(withMember(t, members, name, value))
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s %s: got %v, want an error that names it", name, value, err)
			}
		}
	}
	for _, tc := range []struct{ name, value, want string }{
		{"Windows", "0", "the number of windows (Windows in JSON) is 0: it must be 1 to 10000"},
		{"Windows", "10001", "is 10001: it must be 1 to 10000"},
		{"Windows", "1", "its Index is 1: with 1 Windows, it must be 0 to 0"},
		{"Index", "2", "its Index is 2: with 2 Windows, it must be 0 to 1"},
		{"CreationTimeBefore", string(members["CreationTimeAfter"]), "is not before CreationTimeBefore"},
		{"CreationTimeAfter", `"0000-01-01T00:00:00Z"`, "ListHumanLoopsInput.CreationTimeAfter"},
		{"FlowDefinitionArn", fmt.Sprintf("%q", strings.Repeat("x", 1025)), "ListHumanLoopsInput.FlowDefinitionArn"},
		{"MaxResults", "0", "ListHumanLoopsInput.MaxResults"},
		{"MaxResults", `"5"`, "its MaxResults is invalid"},
		{"SortOrder", "5", "its SortOrder is invalid"},
		{"NextToken", `"x"`, `the member "NextToken" is unknown`},
		{"index", "1", `the member "index" is unknown`},
		{"StatusEquals", `"Failed"`, `the member "StatusEquals" is unknown: correct its name, or read the window with the version that wrote it`},
	} {
		if err := read(withMember(t, members, tc.name, tc.value)); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s %s: got %v, want an error that says %q", tc.name, tc.value, err, tc.want)
		}
	}
	for text, want := range map[string]string{
		`{}`: "its FlowDefinitionArn is missing", `null`: "it is null", `[]`: "it is not a JSON object", `"x"`: "it is not a JSON object",
	} {
		if err := read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error that says %q", text, err, want)
		}
	}
	for _, optional := range []string{"SortOrder", "MaxResults"} {
		if err := read(withMember(t, members, optional, "null")); err != nil {
			t.Errorf("%s null: %v", optional, err)
		}
	}
}

// withMember returns the object with a new value for a member, or without the member if
// the value is "".
func withMember(t *testing.T, members map[string]json.RawMessage, name, value string) []byte {
	t.Helper()
	changed := map[string]json.RawMessage{name: json.RawMessage(value)}
	for other, value := range members {
		if other != name {
			changed[other] = value
		}
	}
	if value == "" {
		delete(changed, name)
	}
	data, err := json.Marshal(changed)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A window that was read can be written and read again unchanged. Nothing panics.
func FuzzWindowJSON(f *testing.F) {
	data, err := json.Marshal(dayWindow())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add(`{"FlowDefinitionArn":"a","CreationTimeAfter":"0001-01-01T00:00:00Z","CreationTimeBefore":"9999-12-31T23:59:59.999999999Z","Windows":10000,"Index":9999}`)
	f.Add(`{}`)
	f.Fuzz(func(t *testing.T, text string) {
		var w a2iruntime.ListHumanLoopsWindow
		if json.Unmarshal([]byte(text), &w) != nil {
			return
		}
		throughJSON(t, w)
		exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: `{"HumanLoopSummaries":[]}`}}}
		if _, err := w.Paginator(exchangeClient(exchange)).NextPage(context.Background()); err != nil {
			t.Errorf("%s was read, but its call is an error: %v", text, err)
		}
	})
}
