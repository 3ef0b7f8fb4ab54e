package restjson

import (
	"fmt"
	"strings"
	"testing"
	"unsafe"
)

// What is kept stays as it was, whatever becomes of the document and whatever is kept
// after it: short texts, long ones, those of a block's length, and the same again.
func TestTextsStay(t *testing.T) {
	var kept texts
	var got, want []string
	for i := range 3000 {
		length := 1 + i%40
		if i%100 == 0 {
			length = []int{mostBlock/4 + 1, mostBlock / 4, mostBlock, 10 * mostBlock}[i/100%4]
		}
		document := []byte(strings.Repeat(fmt.Sprintf("%d,", i/3), length)[:length])
		want = append(want, string(document))
		got = append(got, kept.keep(document))
		clear(document)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("text %d is %.40q, want %.40q", i, got[i], want[i])
		}
	}
	if kept.keep(nil) != "" {
		t.Error("no text is not empty")
	}
}

// Texts that come again are one string.
func TestTextsThatComeAgain(t *testing.T) {
	var kept texts
	arn := "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/reviews"
	first := kept.keep([]byte(arn))
	for i := range 100 {
		kept.keep(fmt.Appendf(nil, "invoice-%d", i))
		if again := kept.keep([]byte(arn)); unsafe.StringData(again) != unsafe.StringData(first) {
			t.Fatalf("text %d was copied", i)
		}
	}
}

// One text keeps no more alive than a block.
func TestTextsBlocks(t *testing.T) {
	var kept texts
	kept.reserve(1 << 30)
	if room := kept.block.Cap(); room < mostBlock || room > 2*mostBlock {
		t.Errorf("a block has room for %d bytes", room)
	}
}
