package bench

import (
	"fmt"
	"strings"
)

// StartCharacters is the number of characters of InputContent in the large cells of
// StartHumanLoop.
const StartCharacters = 3_000_000

// content is an InputContent.
type content struct{ name, text string }

// contents are JSON documents of different shapes.
func contents() []content {
	return []content{
		{"plain text", `"` + repeat("The quick brown fox jumps over the lazy dog. ") + `"`},
		{"many quotes", `["` + repeat(`invoice","total","`) + `"]`},
		{"escaped quotes", `"` + repeat(`The clerk said \"the total is right\" and signed. `) + `"`},
		{"all escapes", `"` + repeat(`\u4e2d\n\t\"\\\/\ud83d\ude00\r`) + `"`},
		{"Chinese", `"` + repeat("发票总额正确") + `"`},
		{"emoji", `"` + repeat("😀🧾") + `"`},
		{"deep nesting", `[` + repeat(strings.Repeat("[", 1000)+strings.Repeat("]", 1000)+",") + `1]`},
		{"numbers", `[` + repeat(`0.99312345,0.0312,1204,`) + `1]`},
		{"small members", `[` + repeat(`{"page":1,"row":12,"left":0.25,"ok":true},`) + `{}]`},
		{"pretty-printed", "[\n" + repeat("  {\n    \"Text\": \"Invoice total\",\n    \"Confidence\": 99.5\n  },\n") + `{}]`},
		{"OCR response", ocrContent(20_000)},
	}
}

// smallContent has 300 bytes.
var smallContent = `{"text":"` + strings.Repeat("x", 300-len(`{"text":""}`)) + `"}`

func repeat(unit string) string { return strings.Repeat(unit, StartCharacters/len([]rune(unit))) }

// ocrContent returns the response of text detection for a page with this many blocks.
func ocrContent(blocks int) string {
	var b strings.Builder
	b.WriteString(`{"DocumentMetadata":{"Pages":1},"Blocks":[`)
	words := []string{"Invoice", "total", "12.50", "\\\"net\\\"", "due", "2026-03-04"}
	for i := range blocks {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"BlockType":"WORD","Confidence":%.4f,"Text":"%s","Page":1,"Id":"%08x",`+
			`"Geometry":{"BoundingBox":{"Left":%.4f,"Top":%.4f}}}`,
			90+float64(i%1000)/100, words[i%len(words)], i*2654435761%(1<<32), float64(i%97)/97, float64(i%89)/89)
	}
	b.WriteString(`]}`)
	return b.String()
}
