package restjson

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
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
		max  int // the maximum capacity
		err  string
	}{
		"null":            {`null`, []string{"nil"}, 0, ""},
		"empty":           {` [ ] `, nil, 0, ""},
		"nulls within":    {`[null,{"n":"a"},null,{"n":"b"},null]`, []string{"a", "b"}, 8, ""},
		"a page":          {page, slices.Repeat([]string{name}, 100), 130, ""},
		"small and large": {`[{"n":"a"},{"n":"` + strings.Repeat("y", 1_000_000) + `"}]`, []string{"a", strings.Repeat("y", 1_000_000)}, 256, ""},
		"not a list":      {`{}`, nil, 0, "want an array, found '{'"},
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
				t.Errorf("got %d names and room for %d (%v), want %d and at most %d", len(names), capacity, err, len(tc.want), tc.max)
			}
		})
	}
}

// The size of a list's first element determines how many more elements the document can
// contain. Memory for all of them, and for their strings and times, is allocated at once,
// and not much more.
func TestListReservesMemoryOnce(t *testing.T) {
	type element struct {
		name *string
		at   *time.Time
	}
	// The members before the list are large and include a string and a time.
	const before = `{"a":"a string before the list","b":1582533000,"c":[`
	page := func(nameLength int) []byte {
		var b strings.Builder
		b.WriteString(before + strings.Repeat("0,", 5000) + `0],"d":[`)
		for i := range 60 {
			fmt.Fprintf(&b, `{"n":"%0*d","t":9},`, nameLength, i)
		}
		return []byte(strings.TrimSuffix(b.String(), ",") + "]}")
	}
	// The list's bracket counts as part of the first element.
	longEnough := minElement - len(`[{"n":"","t":9}`)
	for _, tt := range []struct {
		name       string
		nameLength int
		once       bool
	}{
		{"shortest element", longEnough, true},
		{"element too short", longEnough - 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := NewDecoder(page(tt.nameLength))
			var list []element
			var read []*element
			for d.Object(); d.Next(); {
				switch string(d.Key()) {
				case "a":
					d.String()
				case "b":
					d.Time()
				case "d":
					list = List(d, func(e *element) {
						read = append(read, e)
						for d.Object(); d.Next(); {
							if string(d.Key()) == "n" {
								e.name = d.String()
							} else {
								e.at = d.Time()
							}
						}
					})
				default:
					d.Skip()
				}
			}
			if err := d.End(); err != nil || len(list) != 60 {
				t.Fatalf("%d elements, %v, want 60", len(list), err)
			}
			if once := read[1] == &list[1]; once != tt.once {
				t.Errorf("the list was allocated once: %t, want %t", once, tt.once)
			}
			if !tt.once {
				return
			}
			if cap(list) > 70 {
				t.Errorf("the list has room for %d elements, want about 60", cap(list))
			}
			for of, size := range map[string]int{"strings": d.strings.size, "times": d.times.size} {
				if size < 59 || size > 65 {
					t.Errorf("room for %d %s, want about 60", size, of)
				}
			}
			if room := d.shared.block.Cap(); room < 60*tt.nameLength || room > 75*tt.nameLength {
				t.Errorf("room for %d bytes of strings, want about %d", room, 60*tt.nameLength)
			}
		})
	}
}

// A string of maxSharedLen bytes shares memory with others, a longer one does not.
func TestLongStringDoesNotShareMemory(t *testing.T) {
	for length, want := range map[int]int{maxSharedLen: 1, maxSharedLen + 1: 0} {
		d := NewDecoder([]byte(`"` + strings.Repeat("x", length) + `"`))
		if s := d.String(); s == nil || len(*s) != length || d.strings.returned != want {
			t.Errorf("%d strings of %d bytes in the arena (%v), want %d", d.strings.returned, length, d.Err(), want)
		}
	}
}
