package awsclient

import (
	"errors"
	"fmt"

	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
)

// Operation connects an operation's row in the model to its input type I and its output
// type O.
type Operation[I, O any] struct {
	Model     *model.Operation
	Check     func(*I, *model.Checker)
	Serialize func(*I, *restjson.Request)

	// Deserialize reads the response's JSON. It is nil if the operation has no output
	// members.
	Deserialize func(*restjson.Decoder, *O)

	// Metadata returns a pointer to the output's ResultMetadata.
	Metadata func(*O) *middleware.Metadata
}

// operation is an Operation without type parameters. The middleware stack uses it.
type operation interface {
	row() *model.Operation
	check(input any, level model.Level) error
	serialize(input any) (*restjson.Request, error)
	deserialize(body []byte) (any, error)
}

func (op *Operation[I, O]) row() *model.Operation { return op.Model }

func (op *Operation[I, O]) input(input any) (*I, error) {
	in, ok := input.(*I)
	if !ok || in == nil {
		return nil, usageErrorf("unexpected input type %T for %s, want %T", input, op.Model.Name, in)
	}
	return in, nil
}

func (op *Operation[I, O]) check(input any, level model.Level) error {
	in, err := op.input(input)
	if err != nil {
		return err
	}
	c := model.Checker{Operation: op.Model, Level: level}
	op.Check(in, &c)
	return c.Err()
}

func (op *Operation[I, O]) serialize(input any) (*restjson.Request, error) {
	in, err := op.input(input)
	if err != nil {
		return nil, &smithy.SerializationError{Err: err}
	}
	r := restjson.NewRequest(op.Model.Path)
	op.Serialize(in, r)
	return r, nil
}

// Body returns the JSON body that a call with this input sends.
func (op *Operation[I, O]) Body(in *I) ([]byte, error) {
	if err := op.check(in, model.LevelClient); err != nil {
		return nil, err
	}
	r, err := op.serialize(in)
	if err != nil {
		return nil, err
	}
	return r.BodyBytes(), nil
}

func (op *Operation[I, O]) deserialize(body []byte) (any, error) {
	out := new(O)
	if op.Deserialize == nil && len(body) == 0 {
		return out, nil
	}
	d := restjson.NewDecoder(body)
	defer d.Release()
	if len(body) == 0 || op.Deserialize != nil && d.Null() {
		return nil, &smithy.DeserializationError{Err: errors.New("the response body is empty or null: check the endpoint")}
	}
	if op.Deserialize != nil {
		op.Deserialize(d, out)
	} else {
		for d.Object(); d.Next(); {
			d.Skip()
		}
	}
	if err := d.End(); err != nil {
		begins := excerpt(body)
		return nil, &smithy.DeserializationError{
			Err:      fmt.Errorf("%w; the response begins with %q", err, begins),
			Snapshot: []byte(begins),
		}
	}
	return out, nil
}
