package conformance

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/awsclient"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go/middleware"
)

// These types belong to a service with one operation, which has members of every kind.
type (
	PutThingInput struct {
		First, Second *string
		Order         State
		Size          *int32
		Since         *time.Time
		Tags          map[string]string
		Inner         *Inner
		Names         []string
	}
	Inner          struct{ A, B *string }
	PutThingOutput struct {
		Items          []Item
		ByKey          map[string]Item
		At             *time.Time
		ResultMetadata middleware.Metadata
	}
	Item struct {
		Name  *string
		Count *int32
		State State
	}
	State   string
	Options = awsclient.Options
)

func (State) Values() []State { return []State{"Up", "Down", "Over"} }

func shape(k model.Kind) *model.Shape { return &model.Shape{Name: "Shape", Kind: k} }

var enum = &model.Shape{Name: "Enum", Enum: []string{"Up", "Down", "Over"}}

func thingRow() *model.Operation {
	return &model.Operation{
		Name: "PutThing", Method: http.MethodPut, Path: "/things/{first}/of/{second}",
		Input: []model.Member{
			{Name: "second", Shape: shape(model.String), In: model.InPath, Required: true},
			{Name: "first", Shape: shape(model.String), In: model.InPath, Required: true},
			{Name: "order", Shape: enum, In: model.InQuery},
			{Name: "size", Shape: &model.Shape{Kind: model.Integer, Min: 1, Max: 9}, In: model.InQuery},
			{Name: "since", Shape: shape(model.Timestamp), In: model.InQuery},
			{Name: "tags", Shape: shape(model.Map)},
			{Name: "inner", Shape: shape(model.Structure)},
			{Name: "inner.a", Shape: shape(model.String), Required: true},
			{Name: "inner.b", Shape: shape(model.String)},
			{Name: "names", Shape: shape(model.List)},
		},
		Output: []model.Member{
			{Name: "items", Shape: shape(model.List)},
			{Name: "items.name", Shape: shape(model.String)},
			{Name: "items.count", Shape: shape(model.Integer)},
			{Name: "items.state", Shape: enum},
			{Name: "byKey", Shape: shape(model.Map)},
			{Name: "byKey.name", Shape: shape(model.String)},
			{Name: "byKey.count", Shape: shape(model.Integer)},
			{Name: "byKey.state", Shape: enum},
			{Name: "at", Shape: shape(model.Timestamp)},
		},
	}
}

// RequestBody returns the body that a correct implementation sends.
func (in *PutThingInput) RequestBody() ([]byte, error) {
	return newThing().operation().Body(in)
}

// thing implements the operation, with the mistakes of a test.
type thing struct {
	row     *model.Operation
	drop    string // a member that is neither sent nor read
	rename  string // a member that is sent or read with a wrong name
	handler fake.Handler
	check   func(*PutThingInput, *model.Checker)
}

// newThing returns a correct implementation.
func newThing() *thing {
	return &thing{
		row:     thingRow(),
		check:   func(*PutThingInput, *model.Checker) {},
		handler: func(*fake.Request) (any, error) { return struct{}{}, nil },
	}
}

// name returns a member's name in the implementation, which may be wrong.
func (x *thing) name(member string) string {
	switch member {
	case x.drop:
		return "dropped"
	case x.rename:
		return member + "s"
	}
	return member
}

func (x *thing) operation() *awsclient.Operation[PutThingInput, PutThingOutput] {
	return &awsclient.Operation[PutThingInput, PutThingOutput]{
		Model: x.row, Check: x.check, Serialize: x.serialize, Deserialize: x.deserialize,
		Metadata: func(out *PutThingOutput) *middleware.Metadata { return &out.ResultMetadata },
	}
}

// serialize writes the query parameters in random order.
func (x *thing) serialize(in *PutThingInput, r *restjson.Request) {
	r.Label("second", in.Second)
	r.Label(x.name("first"), in.First)
	send := func(member string, write func(name string)) {
		if member != x.drop {
			write(x.name(member))
		}
	}
	send("since", func(name string) { r.QueryTimeFloor(name, in.Since) })
	send("order", func(name string) { r.QueryText(name, string(in.Order)) })
	send("size", func(name string) { r.QueryInt(name, in.Size) })
	if in.Inner == nil && in.Tags == nil && in.Names == nil {
		return
	}
	body := r.Body(0)
	if in.Inner != nil {
		inner := body.Object("inner")
		send("inner.a", func(string) { inner.String("a", in.Inner.A) })
		inner.String("b", in.Inner.B)
		inner.Close()
	}
	if in.Tags != nil {
		tags := body.Object("tags")
		for _, key := range slices.Sorted(maps.Keys(in.Tags)) {
			send("tags", func(string) { tags.String(key, aws.String(in.Tags[key])) })
		}
		tags.Close()
	}
	send("names", func(name string) { restjson.Strings(body, name, in.Names) })
	body.Close()
}

func (x *thing) deserialize(d *restjson.Decoder, out *PutThingOutput) {
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case x.name("items"):
			out.Items = restjson.List(d, func(i *Item) { x.readItem(d, i) })
		case x.name("byKey"):
			if d.Null() {
				continue
			}
			out.ByKey = map[string]Item{}
			for d.Object(); d.Next(); {
				key, item := string(d.Key()), Item{}
				x.readItem(d, &item)
				out.ByKey[key] = item
			}
		case x.name("at"):
			out.At = d.Time()
		default:
			d.Skip()
		}
	}
}

func (x *thing) readItem(d *restjson.Decoder, i *Item) {
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case x.name("name"):
			i.Name = d.String()
		case x.name("count"):
			if n := d.Float(); n != nil {
				i.Count = aws.Int32(int32(*n))
			}
		case "state":
			i.State = State(d.Text())
		default:
			d.Skip()
		}
	}
}

type thingClient struct {
	core *awsclient.Client
	op   *awsclient.Operation[PutThingInput, PutThingOutput]
}

func (c *thingClient) PutThing(ctx context.Context, in *PutThingInput, fns ...func(*Options)) (*PutThingOutput, error) {
	return awsclient.Call(ctx, c.core, c.op, in, fns)
}

type thingPresigner struct{ *thingClient }

func (c *thingPresigner) PresignPutThing(ctx context.Context, in *PutThingInput, fns ...func(*Options)) (*v4.PresignedHTTPRequest, error) {
	return awsclient.Presign(ctx, c.core, c.op, in, fns, nil, 0)
}

// thingServer is the local service.
type thingServer struct{ *fake.Listener }

func (s thingServer) Config() aws.Config {
	return s.Listener.Config("us-east-1", fake.DefaultCredentials()[0])
}

func (x *thing) service(row *model.Operation) *Service {
	s := &model.Service{ID: "Things", SigningName: "things", HostPrefix: "things", Operations: []*model.Operation{row}}
	return &Service{
		Model: s, Package: "things", Fake: "thingstest",
		NewClient: func(cfg aws.Config, _ bool) any {
			service := &awsclient.Service{Model: s}
			options, err := awsclient.FromConfig(cfg, service)
			return &thingClient{awsclient.New(service, options, err), x.operation()}
		},
		NewPresignClient: func(client any) any { return &thingPresigner{client.(*thingClient)} },
		NewServer: func() Server {
			handlers := map[string]fake.Handler{}
			if x.handler != nil {
				handlers["PutThing"] = x.handler
			}
			return thingServer{fake.Start(&fake.Service{Model: s, Region: "us-east-1", Credentials: fake.DefaultCredentials(), Handlers: handlers})}
		},
	}
}
