package decoders

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/prelude"
	"github.com/aws/smithy-go/traits"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/aws/smithy-go/transport/http/protocol/restjson1"
)

// The schemas of a page, as smithy-go's generator would write them.
var (
	summary           = smithy.NewSchema(smithy.ShapeID{Name: "HumanLoopSummary"}, smithy.ShapeTypeStructure, 4)
	creationTime      = summary.AddMember("CreationTime", prelude.Timestamp, &traits.TimestampFormat{Format: "date-time"})
	flowDefinitionArn = summary.AddMember("FlowDefinitionArn", prelude.String)
	humanLoopName     = summary.AddMember("HumanLoopName", prelude.String)
	humanLoopStatus   = summary.AddMember("HumanLoopStatus", prelude.String)

	summaryList   = smithy.NewSchema(smithy.ShapeID{Name: "HumanLoopSummaries"}, smithy.ShapeTypeList, 1)
	_             = summaryList.AddMember("member", summary)
	page          = smithy.NewSchema(smithy.ShapeID{Name: "ListHumanLoopsResponse"}, smithy.ShapeTypeStructure, 2)
	pageSummaries = page.AddMember("HumanLoopSummaries", summaryList)
	pageToken     = page.AddMember("NextToken", prelude.String)

	operation = smithy.NewOperationSchema(smithy.NewSchema(smithy.ShapeID{Name: "ListHumanLoops"}, smithy.ShapeTypeOperation, 0), nil, page)
	protocol  = restjson1.New(nil)
)

// smithyCodec reads a page with smithy-go's restJson1 codec, which the newest generated
// clients use.
func smithyCodec(document []byte) (*Page, error) {
	out := new(smithyPage)
	response := &http.Response{StatusCode: http.StatusOK, ContentLength: int64(len(document)), Body: io.NopCloser(bytes.NewReader(document))}
	err := protocol.DeserializeResponse(context.Background(), operation, nil, &smithyhttp.Response{Response: response}, out)
	return (*Page)(out), err
}

type smithyPage Page

// Deserialize implements smithy.Deserializable.
func (p *smithyPage) Deserialize(d smithy.ShapeDeserializer) error {
	return smithy.ReadStruct(d, page, func(s *smithy.Schema) error {
		switch s {
		case pageSummaries:
			return smithy.ReadList(d, s, func() error {
				var one types.HumanLoopSummary
				err := readSummary(d, &one)
				p.HumanLoopSummaries = append(p.HumanLoopSummaries, one)
				return err
			})
		case pageToken:
			p.NextToken = new(string)
			return d.ReadString(s, p.NextToken)
		}
		return nil
	})
}

func readSummary(d smithy.ShapeDeserializer, one *types.HumanLoopSummary) error {
	return smithy.ReadStruct(d, summary, func(s *smithy.Schema) error {
		switch s {
		case creationTime:
			one.CreationTime = new(time.Time)
			return d.ReadTime(s, one.CreationTime)
		case flowDefinitionArn:
			one.FlowDefinitionArn = new(string)
			return d.ReadString(s, one.FlowDefinitionArn)
		case humanLoopName:
			one.HumanLoopName = new(string)
			return d.ReadString(s, one.HumanLoopName)
		case humanLoopStatus:
			return d.ReadString(s, (*string)(&one.HumanLoopStatus))
		}
		return nil
	})
}
