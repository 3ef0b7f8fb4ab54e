package restjson

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// A string in the arena never changes, whatever happens to the document and whatever is
// added later: short and long strings, strings as long as a block, and repeated strings.
func TestStringArenaKeepsStrings(t *testing.T) {
	var kept stringArena
	var got, want []string
	for i := range 3000 {
		length := 1 + i%40
		if i%100 == 0 {
			length = []int{maxSharedLen + 1, maxSharedLen, maxBlock, 10 * maxBlock}[i/100%4]
		}
		document := []byte(strings.Repeat(fmt.Sprintf("%d,", i/3), length)[:length])
		want = append(want, string(document))
		got = append(got, kept.copyString(document))
		clear(document)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("string %d: got %.40q, want %.40q", i, got[i], want[i])
		}
	}
	if kept.copyString(nil) != "" {
		t.Error("copyString(nil) is not empty")
	}
}

// A block is filled to its last byte before the next one starts. It never grows.
func TestStringArenaBlock(t *testing.T) {
	var kept stringArena
	kept.copyString([]byte(strings.Repeat("a", firstBlock/2)))
	kept.copyString([]byte(strings.Repeat("b", kept.block.Cap()-firstBlock/2)))
	if kept.block.Len() != kept.block.Cap() {
		t.Errorf("the block has %d of %d bytes, want all", kept.block.Len(), kept.block.Cap())
	}
	if kept.copyString([]byte("c")); kept.block.Len() != 1 {
		t.Errorf("the next block has %d bytes, want 1", kept.block.Len())
	}
	if kept.copyString([]byte(strings.Repeat("d", maxSharedLen+1))); kept.block.Len() != 1 {
		t.Errorf("the block has %d bytes after a long string, want 1", kept.block.Len())
	}
}

func TestStringArenaReserve(t *testing.T) {
	var kept stringArena
	kept.reserve(firstBlock)
	kept.copyString([]byte("a"))
	room := kept.block.Cap() - 1
	if kept.reserve(room); kept.block.Len() != 1 {
		t.Errorf("a new block was made for %d bytes, although the old one had room", room)
	}
	if kept.reserve(room + 1); kept.block.Len() != 0 {
		t.Errorf("no new block was made for %d bytes, one more than the old one had room for", room+1)
	}
}

func TestArenaReserve(t *testing.T) {
	var a arena[int]
	a.reserve(4)
	first := &a.free[0]
	if a.reserve(4); &a.free[0] != first {
		t.Error("a new array was made for 4 values, although the old one had room")
	}
	if a.reserve(5); len(a.free) != 5 {
		t.Errorf("%d values are left, want 5", len(a.free))
	}
	if a.reserve(2 * maxArrayLen); len(a.free) != maxArrayLen {
		t.Errorf("%d values are left, want at most %d", len(a.free), maxArrayLen)
	}
}

// The size of a block is bounded, whatever the document's size suggests.
func TestStringArenaMaxBlock(t *testing.T) {
	var kept stringArena
	kept.reserve(1 << 30)
	if room := kept.block.Cap(); room < maxBlock || room > 2*maxBlock {
		t.Errorf("a block has room for %d bytes", room)
	}
}

// An item's name keeps part of its page's memory in use, but no long string.
func TestListMemoryOfOneItem(t *testing.T) {
	reason := strings.Repeat("x", 900)
	element := `{"n":"invoice","r":"` + reason + `"}`
	document := []byte("[" + strings.Repeat(element+",", 99) + element + "]")
	const pages = 200
	var kept [pages]*string
	before := heap()
	for i := range kept {
		d := NewDecoder(document)
		items := List(d, func(i *struct{ n, r *string }) {
			for d.Object(); d.Next(); {
				switch string(d.Key()) {
				case "n":
					i.n = d.String()
				case "r":
					i.r = d.String()
				}
			}
		})
		if err := d.End(); err != nil || len(items) != 100 {
			t.Fatal(len(items), err)
		}
		kept[i] = items[i%100].n
	}
	if each := (heap() - before) / pages; each > 16<<10 {
		t.Errorf("a name keeps %d bytes alive", each)
	}
	runtime.KeepAlive(&kept)
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A document of many small lists uses at most a few times its length in memory.
func TestListMemoryOfManyLists(t *testing.T) {
	document := []byte("{" + strings.Repeat(`"l":[{}],`, MaxItems-1) + `"l":[{"a":"` + strings.Repeat("b", minElement) + `"}]}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	d := NewDecoder(document)
	for d.Object(); d.Next(); {
		List(d, func(*[7]uint64) { d.Skip() })
	}
	runtime.ReadMemStats(&after)
	if err := d.End(); err != nil {
		t.Fatal(err)
	}
	if made, limit := after.TotalAlloc-before.TotalAlloc, uint64(20*len(document)); made > limit {
		t.Errorf("%d bytes of %d", made, len(document))
	}
}
