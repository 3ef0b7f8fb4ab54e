package conformance_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	a2itypes "github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/bedrockflows"
	"github.com/a2iflows/a2iflows-go/bedrockflows/flowstest"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
)

// implementation is what a service's rows are held against.
type implementation struct {
	service  *model.Service
	client   any // with an HTTP client that answers as told
	presign  reflect.Type
	exchange *clienttest.Exchange
	local    func(t *testing.T) any // a client of the local service that skips its own checks
	valid    map[string]any         // an input of each operation that is right in every member
}

func implementations() []implementation {
	exchange := &clienttest.Exchange{}
	options := a2iruntime.Options{Region: "us-east-1", Credentials: clienttest.Provider, HTTPClient: exchange, Retryer: aws.NopRetryer{}}
	arn := aws.String("arn:aws:sagemaker:us-east-1:123456789012:flow-definition/f")
	now := aws.Time(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	return []implementation{{
		service: &model.A2I, client: a2iruntime.New(options), presign: reflect.TypeOf(new(a2iruntime.PresignClient)), exchange: exchange,
		local: func(t *testing.T) any {
			srv := a2itest.NewServer()
			t.Cleanup(srv.Close)
			return a2iruntime.NewFromConfig(srv.Config(), func(o *a2iruntime.Options) { o.SkipInputValidation = true })
		},
		valid: map[string]any{
			"DeleteHumanLoop":   &a2iruntime.DeleteHumanLoopInput{HumanLoopName: aws.String("loop")},
			"DescribeHumanLoop": &a2iruntime.DescribeHumanLoopInput{HumanLoopName: aws.String("loop")},
			"ListHumanLoops": &a2iruntime.ListHumanLoopsInput{
				FlowDefinitionArn: arn, CreationTimeAfter: now, CreationTimeBefore: now, MaxResults: aws.Int32(5), NextToken: aws.String("t"), SortOrder: "Ascending",
			},
			"StartHumanLoop": &a2iruntime.StartHumanLoopInput{
				HumanLoopName: aws.String("loop"), FlowDefinitionArn: arn, HumanLoopInput: &a2itypes.HumanLoopInput{InputContent: aws.String("{}")},
				DataAttributes: &a2itypes.HumanLoopDataAttributes{ContentClassifiers: []a2itypes.ContentClassifier{}},
			},
			"StopHumanLoop": &a2iruntime.StopHumanLoopInput{HumanLoopName: aws.String("loop")},
		},
	}, {
		service: &model.Flows, client: bedrockflows.New(bedrockflows.Options(options)), presign: reflect.TypeOf(new(bedrockflows.PresignClient)), exchange: exchange,
		local: func(t *testing.T) any {
			srv := flowstest.NewServer()
			t.Cleanup(srv.Close)
			return bedrockflows.NewFromConfig(srv.Config(), func(o *bedrockflows.Options) { o.SkipInputValidation = true })
		},
		valid: map[string]any{
			"ListFlowExecutions": &bedrockflows.ListFlowExecutionsInput{
				FlowIdentifier: aws.String("FLOW123456"), FlowAliasIdentifier: aws.String("ALIAS12345"), MaxResults: aws.Int32(5), NextToken: aws.String("t"),
			},
		},
	}}
}

// invoke calls the operation's method.
func invoke(client any, operation string, in any) error {
	results := reflect.ValueOf(client).MethodByName(operation).Call([]reflect.Value{reflect.ValueOf(context.Background()), reflect.ValueOf(in)})
	err, _ := results[1].Interface().(error)
	return err
}

// goName is a member's name in Go: "flowIdentifier" is FlowIdentifier.
func goName(member string) string { return strings.ToUpper(member[:1]) + member[1:] }

// fields returns the names of all members of a Go type, nested ones too, as
// the model names them.
func fields(t reflect.Type, prefix string) (names []string) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		if f.Name == "ResultMetadata" {
			continue
		}
		names = append(names, prefix+f.Name)
		inner := f.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && inner != reflect.TypeOf(time.Time{}) {
			names = append(names, fields(inner, prefix+f.Name+".")...)
		}
	}
	return names
}

func memberNames(members []model.Member) (names []string) {
	for _, m := range members {
		path := strings.Split(m.Name, ".")
		for i := range path {
			path[i] = goName(path[i])
		}
		names = append(names, strings.Join(path, "."))
	}
	return names
}

// Every operation and member of the table has its Go method and field, and
// none is without a row.
func TestOperationsAndMembers(t *testing.T) {
	for _, impl := range implementations() {
		var rows []string
		for _, op := range impl.service.Operations {
			rows = append(rows, op.Name)
			method, ok := reflect.TypeOf(impl.client).MethodByName(op.Name)
			if !ok {
				t.Errorf("%s has no method %s", impl.service.ID, op.Name)
				continue
			}
			if _, ok := impl.presign.MethodByName("Presign" + op.Name); !ok {
				t.Errorf("%s has no Presign%s", impl.service.ID, op.Name)
			}
			for kind, pair := range map[string][2][]string{
				"input":  {memberNames(op.Input), fields(method.Type.In(2), "")},
				"output": {memberNames(op.Output), fields(method.Type.Out(0), "")},
			} {
				slices.Sort(pair[0])
				slices.Sort(pair[1])
				if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
					t.Errorf("%s: members of the %s (-row +Go):\n%s", op.Name, kind, diff)
				}
			}
		}
		var methods []string
		for i, typ := 0, reflect.TypeOf(impl.client); i < typ.NumMethod(); i++ {
			if name := typ.Method(i).Name; name != "Options" {
				methods = append(methods, name)
			}
		}
		slices.Sort(rows)
		if diff := cmp.Diff(rows, methods); diff != "" {
			t.Errorf("%s: operations (-row +Go):\n%s", impl.service.ID, diff)
		}
	}
}

// Every error of the table is a Go type of its name, which its code becomes.
func TestErrorTypes(t *testing.T) {
	for _, impl := range implementations() {
		for _, op := range impl.service.Operations {
			for _, code := range op.Errors {
				if row, ok := impl.service.Error(code); !ok || row.Common {
					t.Errorf("%s lists %s, which has no row in its service", op.Name, code)
				}
			}
		}
		op := impl.service.Operations[0]
		for _, row := range append(slices.Clone(impl.service.Errors), model.CommonErrors...) {
			impl.exchange.Answers = []clienttest.Answer{{Status: row.Status, Header: map[string]string{"X-Amzn-Errortype": row.Code}}}
			err := invoke(impl.client, op.Name, impl.valid[op.Name])
			var api smithy.APIError
			if !errors.As(err, &api) {
				t.Errorf("%s: %s became %v, which is no APIError", impl.service.ID, row.Code, err)
				continue
			}
			if got := reflect.TypeOf(api).Elem().Name(); got != row.Code {
				t.Errorf("%s: %s became the type %s", impl.service.ID, row.Code, got)
			}
			if server := api.ErrorFault() == smithy.FaultServer; server != row.Server {
				t.Errorf("%s: %s has the fault %v", impl.service.ID, row.Code, api.ErrorFault())
			}
		}
	}
}
