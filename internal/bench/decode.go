package bench

import (
	"context"

	"github.com/a2iflows/a2iflows-go/internal/bench/decoders"
)

// Decode only decodes a page of n loops, with each JSON decoder.
func Decode(n int) Work {
	document := loopsPage(n)
	work := Work{Name: "Reading the JSON of a page of 100"}
	for _, d := range decoders.All {
		work.Subjects = append(work.Subjects, Subject{d.Name, func(context.Context) error {
			page, err := d.Read(document)
			return checked(err, func() bool { return len(page.HumanLoopSummaries) == n && page.NextToken != nil })
		}})
	}
	return work
}
