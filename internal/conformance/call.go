package conformance

import (
	"context"
	"fmt"
	"reflect"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

// call is a client's method for one operation.
type call struct {
	method  reflect.Value
	in, out reflect.Type // the structs that its parameter and result point to
}

var (
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
)

// findCall returns a client's method for the operation with this name.
func findCall(client any, name string) (call, error) {
	v := reflect.ValueOf(client)
	method := v.MethodByName(name)
	if !method.IsValid() {
		return call{}, fmt.Errorf("%T has no method %s", client, name)
	}
	t := method.Type()
	if !t.IsVariadic() || t.NumIn() != 3 || t.In(0) != contextType || !isStructPointer(t.In(1)) ||
		t.NumOut() != 2 || !isStructPointer(t.Out(0)) || t.Out(1) != errorType {
		return call{}, fmt.Errorf("%T.%s is %s: want func(context.Context, *%sInput, ...func(*Options)) (*%[2]sOutput, error)", client, name, t, name)
	}
	return call{method, t.In(1).Elem(), t.Out(0).Elem()}, nil
}

func isStructPointer(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct
}

// invoke makes the call. It returns a panic as an error.
func (c call) invoke(in any) (out any, err error) {
	defer func() {
		if why := recover(); why != nil {
			out, err = nil, fmt.Errorf("the call panicked: %v: does its awsclient.Operation have Model, Check, Serialize and Metadata?", why)
		}
	}()
	results := c.method.Call([]reflect.Value{reflect.ValueOf(context.Background()), reflect.ValueOf(in)})
	err, _ = results[1].Interface().(error)
	if results[0].IsNil() {
		return nil, err
	}
	return results[0].Interface(), err
}

// Call returns a function that calls an operation with a valid value in every input member.
// The function returns the operation's output, or nil if there is none.
func Call(client any, op *model.Operation) (func() (any, error), error) {
	c, err := findCall(client, op.Name)
	if err != nil {
		return nil, err
	}
	in := newExample(op.Name+"Input", op.Input, c.in, wholeInput)
	if err := in.err(); err != nil {
		return nil, err
	}
	return func() (any, error) { return c.invoke(in.value) }, nil
}
