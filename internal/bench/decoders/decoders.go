// Package decoders reads a page of human loops with each JSON decoder that this module could
// use. The module's own was chosen by the decoders' costs and by the documents that they
// reject.
package decoders

import (
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
)

// Page is a decoded page.
type Page struct {
	HumanLoopSummaries []types.HumanLoopSummary
	NextToken          *string
}

// Decoder is one way to read a page.
type Decoder struct {
	Name string
	Read func(document []byte) (*Page, error)
}

// All contains the decoders, this module's first.
var All = []Decoder{
	{"this module's restjson", readRestjson},
	{"encoding/json", standard},
	{"jsontext", tokens},
	{"smithy-go's codec", smithyCodec},
}

// Malformed contains documents that are not valid JSON, or not a single document.
var Malformed = map[string]string{
	"a missing comma":            `{"HumanLoopSummaries":[{"HumanLoopName":"a" "HumanLoopStatus":"Completed"}]}`,
	"a comma too many":           `{"HumanLoopSummaries":[{"HumanLoopName":"a",}]}`,
	"cut in a string":            `{"HumanLoopSummaries":[{"HumanLoopName":"a`,
	"cut after a value":          `{"HumanLoopSummaries":[{"HumanLoopName":"a"}`,
	"text after it":              `{"HumanLoopSummaries":[]} garbage`,
	"a second document":          `{"HumanLoopSummaries":[]}{"NextToken":"b"}`,
	"a control character":        "{\"NextToken\":\"a\nb\"}",
	"a wrong literal":            `{"Other":nul}`,
	"a wrong number":             `{"Other":01}`,
	"a wrong escape":             `{"NextToken":"\x"}`,
	"a wrong value of no member": `{"Other":{"a":[1,}]}}`,
}

func parseTime(s string) (*time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	return &t, err
}
