package a2iruntime

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/model"
)

// MarshalJSON writes everything that the window lists: the list that was split, the
// number of windows, and which of them this one is. This is the third of four windows of
// a day:
//
//	{
//	  "FlowDefinitionArn": "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/f",
//	  "CreationTimeAfter": "2026-03-01T00:00:00Z",
//	  "CreationTimeBefore": "2026-03-02T00:00:00Z",
//	  "SortOrder": "Ascending",
//	  "MaxResults": 50,
//	  "Windows": 4,
//	  "Index": 2
//	}
//
// FlowDefinitionArn, CreationTimeAfter, CreationTimeBefore, SortOrder, and MaxResults are
// the members of the [ListHumanLoopsInput]. The times are the whole range's, in RFC 3339
// with up to nine decimals, in UTC. SortOrder and MaxResults are omitted if the input did
// not set them. Windows is the n of [ListHumanLoopsWindows], and Index is the window's
// index in the slice that it returned, 0 to n-1.
//
// These names and their meaning are stable: a later version reads what this one writes,
// and lists the same loops. The zero window, and one with an input that a call would
// reject, is an error.
func (w ListHumanLoopsWindow) MarshalJSON() ([]byte, error) {
	if w.n == 0 {
		return nil, errZeroWindow
	}
	if err := w.check(); err != nil {
		return nil, apierrors.ClientErrorf(apierrors.CodeUsage, "a2iruntime: write a ListHumanLoopsWindow: %w", err)
	}
	return json.Marshal(struct {
		FlowDefinitionArn  *string
		CreationTimeAfter  time.Time
		CreationTimeBefore time.Time
		SortOrder          types.SortOrder `json:",omitempty"`
		MaxResults         *int32          `json:",omitempty"`
		Windows            int
		Index              int
	}{w.list.FlowDefinitionArn, w.list.CreationTimeAfter.UTC(), w.list.CreationTimeBefore.UTC(), w.list.SortOrder, w.list.MaxResults, w.n, w.index})
}

// UnmarshalJSON reads what MarshalJSON writes. It checks what ListHumanLoopsWindows and
// the calls of the window's paginator check. An error names the member and leaves the
// window unchanged.
//
// An unknown member is an error, even if a later version wrote it: each member says what
// is listed, so ignoring one would list other loops. JSON null is an error too.
func (w *ListHumanLoopsWindow) UnmarshalJSON(data []byte) error {
	var read ListHumanLoopsWindow
	err := read.decode(data)
	if err == nil {
		err = read.check()
	}
	if err != nil {
		return apierrors.ClientErrorf(apierrors.CodeUsage, "a2iruntime: read a ListHumanLoopsWindow: %w", err)
	}
	*w = read
	return nil
}

func (w *ListHumanLoopsWindow) decode(data []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return fmt.Errorf("it is not a JSON object: %w", err)
	}
	if members == nil {
		return errors.New("it is null, not a JSON object")
	}
	for _, m := range []struct {
		name     string
		target   any
		optional bool
	}{
		{"FlowDefinitionArn", &w.list.FlowDefinitionArn, false},
		{"CreationTimeAfter", &w.list.CreationTimeAfter, false},
		{"CreationTimeBefore", &w.list.CreationTimeBefore, false},
		{"SortOrder", &w.list.SortOrder, true},
		{"MaxResults", &w.list.MaxResults, true},
		{"Windows", &w.n, false},
		{"Index", &w.index, false},
	} {
		value, ok := members[m.name]
		delete(members, m.name)
		if !ok || string(value) == "null" {
			if !m.optional {
				return fmt.Errorf("its %s is missing", m.name)
			}
		} else if err := json.Unmarshal(value, m.target); err != nil {
			return fmt.Errorf("its %s is invalid: %w", m.name, err)
		}
	}
	if unknown := slices.Sorted(maps.Keys(members)); len(unknown) > 0 {
		return fmt.Errorf("the member %q is unknown: correct its name, or read the window with the version that wrote it", unknown[0])
	}
	return nil
}

// check reports what ListHumanLoopsWindows would not have made, and an input that every
// call would reject.
func (w *ListHumanLoopsWindow) check() error {
	if err := checkSplit(&w.list, w.n); err != nil {
		return err
	}
	if w.index < 0 || w.index >= w.n {
		return fmt.Errorf("its Index is %d: with %d Windows, it must be 0 to %d", w.index, w.n, w.n-1)
	}
	c := model.Checker{Operation: &model.ListHumanLoops, Level: model.LevelClient}
	listHumanLoops.Check(&w.list, &c)
	return c.Err()
}
