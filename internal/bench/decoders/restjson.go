package decoders

import (
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
)

// readRestjson reads a page as a2iruntime does.
func readRestjson(document []byte) (*Page, error) {
	page, d := new(Page), restjson.NewDecoder(document)
	defer d.Release()
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "HumanLoopSummaries":
			page.HumanLoopSummaries = restjson.List(d, func(s *types.HumanLoopSummary) {
				for d.Object(); d.Next(); {
					switch string(d.Key()) {
					case "CreationTime":
						s.CreationTime = d.Time()
					case "FlowDefinitionArn":
						s.FlowDefinitionArn = d.String()
					case "HumanLoopName":
						s.HumanLoopName = d.String()
					case "HumanLoopStatus":
						s.HumanLoopStatus = types.HumanLoopStatus(d.Text())
					default:
						d.Skip()
					}
				}
			})
		case "NextToken":
			page.NextToken = d.String()
		default:
			d.Skip()
		}
	}
	return page, d.End()
}
