package restjson

import (
	"slices"
	"strings"
	"testing"
)

func TestList(t *testing.T) {
	read := func(doc string) (names []string, capacity int, err error) {
		d := NewDecoder([]byte(doc))
		items := List(d, func(i *item) {
			for d.Object(); d.Next(); {
				i.Name = d.String()
			}
		})
		for _, i := range items {
			names = append(names, *i.Name)
		}
		if items == nil {
			names = []string{"nil"}
		}
		return names, cap(items), d.End()
	}
	name := strings.Repeat("x", minElement)
	page := "[" + strings.Repeat(`{"n":"`+name+`"},`, 99) + `{"n":"` + name + `"}]`
	for name, tc := range map[string]struct {
		doc  string
		want []string
		max  int // capacity
		err  string
	}{
		"null":            {`null`, []string{"nil"}, 0, ""},
		"empty":           {` [ ] `, nil, 0, ""},
		"nulls within":    {`[null,{"n":"a"},null,{"n":"b"},null]`, []string{"a", "b"}, 8, ""},
		"a page":          {page, slices.Repeat([]string{name}, 100), 130, ""},
		"small and large": {`[{"n":"a"},{"n":"` + strings.Repeat("y", 1_000_000) + `"}]`, []string{"a", strings.Repeat("y", 1_000_000)}, 256, ""},
		"no list":         {`{}`, nil, 0, "want an array, found '{'"},
		"cut":             {`[{"n":"a"},{"n":`, nil, -1, "member [1].n: want a string, found the end"},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.err != "" {
				d := NewDecoder([]byte(tc.doc))
				List(d, func(*item) { d.Object(); d.Next(); d.String(); d.Next() })
				if err := d.End(); err == nil || !strings.Contains(err.Error(), tc.err) {
					t.Errorf("error %v, want %q", err, tc.err)
				}
				return
			}
			names, capacity, err := read(tc.doc)
			if err != nil || !slices.Equal(names, tc.want) || capacity > tc.max {
				t.Errorf("%d names and room for %d (%v), want %d and %d at most", len(names), capacity, err, len(tc.want), tc.max)
			}
		})
	}
}
