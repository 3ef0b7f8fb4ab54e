package a2iruntime_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
)

const arnPrefix = "arn:aws:sagemaker:eu-west-1:123456789012:flow-definition/"

func repeat(s string, n int) string { return strings.Repeat(s, n) }

// content returns a JSON document of exactly n characters, of which all but two have two
// bytes.
func content(n int) string { return `"` + repeat("ü", n-2) + `"` }

func startWith(change func(*a2iruntime.StartHumanLoopInput)) *a2iruntime.StartHumanLoopInput {
	in := &a2iruntime.StartHumanLoopInput{
		HumanLoopName:     aws.String("loop"),
		FlowDefinitionArn: aws.String(arnPrefix + "f"),
		HumanLoopInput:    &types.HumanLoopInput{InputContent: aws.String("{}")},
		DataAttributes:    &types.HumanLoopDataAttributes{ContentClassifiers: []types.ContentClassifier{}},
	}
	change(in)
	return in
}

func listWith(change func(*a2iruntime.ListHumanLoopsInput)) *a2iruntime.ListHumanLoopsInput {
	in := &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(arnPrefix + "f")}
	change(in)
	return in
}

// send makes the call that an input belongs to.
func send(c *a2iruntime.Client, in any, optFns ...func(*a2iruntime.Options)) error {
	operation := strings.TrimSuffix(reflect.TypeOf(in).Elem().Name(), "Input")
	args := []reflect.Value{reflect.ValueOf(context.Background()), reflect.ValueOf(in), reflect.ValueOf(optFns)}
	err, _ := reflect.ValueOf(c).MethodByName(operation).CallSlice(args)[1].Interface().(error)
	return err
}

// problems sends an input and returns the violations by member. An input that is refused
// must not be sent.
func problems(t *testing.T, in any, optFns ...func(*a2iruntime.Options)) []string {
	t.Helper()
	exchange := &clienttest.Exchange{Responses: []clienttest.Response{{Body: "{}"}}}
	err := send(exchangeClient(exchange), in, optFns...)
	sent := len(exchange.Requests())
	if err == nil {
		if sent != 1 {
			t.Errorf("%d requests were sent, want 1", sent)
		}
		return nil
	}
	var invalid smithy.InvalidParamsError
	if !errors.As(err, &invalid) {
		t.Fatalf("got %v, want a smithy.InvalidParamsError", err)
	}
	if sent != 0 {
		t.Errorf("an invalid input was sent")
	}
	var messages []string
	for _, e := range invalid.Errs() {
		messages = append(messages, e.Error())
	}
	return messages
}

func TestInputLimits(t *testing.T) {
	name := func(s string) any {
		return startWith(func(in *a2iruntime.StartHumanLoopInput) { in.HumanLoopName = &s })
	}
	arn := func(s string) any {
		return startWith(func(in *a2iruntime.StartHumanLoopInput) { in.FlowDefinitionArn = &s })
	}
	input := func(s string) any {
		return startWith(func(in *a2iruntime.StartHumanLoopInput) { in.HumanLoopInput.InputContent = &s })
	}
	classifiers := func(n int) any {
		return startWith(func(in *a2iruntime.StartHumanLoopInput) {
			in.DataAttributes.ContentClassifiers = make([]types.ContentClassifier, n)
		})
	}
	results := func(n int32) any { return listWith(func(in *a2iruntime.ListHumanLoopsInput) { in.MaxResults = &n }) }
	token := func(s string) any { return listWith(func(in *a2iruntime.ListHumanLoopsInput) { in.NextToken = &s }) }
	since := func(year int) any {
		return listWith(func(in *a2iruntime.ListHumanLoopsInput) {
			in.CreationTimeAfter = aws.Time(time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC))
		})
	}
	for _, tc := range []struct {
		name string
		in   any
		want string // the only violation; "" if there is none
	}{
		{"name of 1", name("a"), ""},
		{"name of 63", name(repeat("a", 63)), ""},
		{"name of 64", name(repeat("a", 64)), "64 characters is over the maximum of 63, StartHumanLoopInput.HumanLoopName."},
		{"name with hyphens", name("0--9"), ""},
		{"name in upper case", name("Loop"), `"Loop" does not match the pattern ^[a-z0-9](-*[a-z0-9])*$, StartHumanLoopInput.HumanLoopName.`},
		{"name with a hyphen first", name("-a"), "does not match the pattern"},
		{"name with a hyphen last", name("a-"), "does not match the pattern"},
		{"name with a line feed", name("a\n"), "does not match the pattern"},
		{"name not ASCII", name("ü"), "does not match the pattern"},
		{"name not UTF-8", name("\xff"), "must be valid UTF-8, StartHumanLoopInput.HumanLoopName."},

		{"ARN of 1024", arn(arnPrefix + repeat("x", 1024-len(arnPrefix))), ""},
		{"ARN of 1024 two-byte characters", arn(arnPrefix + repeat("ü", 1024-len(arnPrefix))), ""},
		{"ARN of 1025", arn(arnPrefix + repeat("x", 1025-len(arnPrefix))), "1025 characters is over the maximum of 1024, StartHumanLoopInput.FlowDefinitionArn."},
		{"ARN of GovCloud", arn("arn:aws-us-gov:sagemaker:us-gov-west-1:123456789012:flow-definition/f"), ""},
		{"ARN without a name", arn(arnPrefix), ""},
		{"ARN of 11 digits", arn("arn:aws:sagemaker:eu-west-1:12345678901:flow-definition/f"), "does not match the pattern"},
		{"ARN of a human loop", arn("arn:aws:sagemaker:eu-west-1:123456789012:human-loop/f"), "does not match the pattern"},
		{"ARN with text before it", arn("x" + arnPrefix + "f"), "does not match the pattern"},

		{"content of 3,145,728", input(content(3_145_728)), ""},
		{"content of 3,145,729", input(content(3_145_729)), "3145729 characters is over the maximum of 3145728, StartHumanLoopInput.HumanLoopInput.InputContent."},
		{"content that is a scalar", input(" 1.5e3 "), ""},
		{"content empty", input(""), "must be a JSON document: the document is empty, StartHumanLoopInput.HumanLoopInput.InputContent."},
		{"content is not JSON", input("{a:1}"), "must be a JSON document: invalid JSON at byte 1"},
		{"content with more after it", input("{} {}"), "must be a JSON document"},
		{"content not UTF-8", input("\"\xff\""), "must be valid UTF-8"},

		{"256 classifiers", classifiers(256), ""},
		{"257 classifiers", classifiers(257), "257 elements is over the maximum of 256, StartHumanLoopInput.DataAttributes.ContentClassifiers."},

		{"MaxResults 0", results(0), "0 is under the minimum of 1, ListHumanLoopsInput.MaxResults."},
		{"MaxResults -1", results(-1), "-1 is under the minimum of 1"},
		{"MaxResults 1", results(1), ""},
		{"MaxResults 100", results(100), ""},
		{"MaxResults 101", results(101), "101 is over the maximum of 100, ListHumanLoopsInput.MaxResults."},

		{"token empty", token(""), ""},
		{"token of 8192", token(repeat("ü", 8192)), ""},
		{"token of 8193", token(repeat("t", 8193)), "8193 characters is over the maximum of 8192, ListHumanLoopsInput.NextToken."},
		{"token with a line feed", token("a\nb"), "does not match the pattern .*"},

		{"year 1", since(1), ""},
		{"year 9999", since(9999), ""},
		{"year 0", since(0), "the year is outside 1 to 9999, ListHumanLoopsInput.CreationTimeAfter."},
		{"year 10000", since(10000), "the year is outside 1 to 9999"},

		{"unknown enums are sent", listWith(func(in *a2iruntime.ListHumanLoopsInput) { in.SortOrder = "Sideways" }), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := problems(t, tc.in)
			if tc.want == "" {
				if got != nil {
					t.Errorf("refused: %q", got)
				}
				return
			}
			if len(got) != 1 || !strings.Contains(got[0], tc.want) {
				t.Errorf("got %q, want one violation that says %q", got, tc.want)
			}
			if len(got) > 0 && len(got[0]) > 600 {
				t.Errorf("the violation has %d bytes: it contains the whole value", len(got[0]))
			}
		})
	}
}

func TestAllViolationsTogether(t *testing.T) {
	for _, tc := range []struct {
		name string
		in   any
		want []string
	}{
		{"nothing given", &a2iruntime.StartHumanLoopInput{}, []string{
			"missing required field, StartHumanLoopInput.HumanLoopName.",
			"missing required field, StartHumanLoopInput.FlowDefinitionArn.",
			"missing required field, StartHumanLoopInput.HumanLoopInput.",
		}},
		{"empty structures", &a2iruntime.StartHumanLoopInput{
			HumanLoopName: aws.String("a"), FlowDefinitionArn: aws.String(arnPrefix),
			HumanLoopInput: &types.HumanLoopInput{}, DataAttributes: &types.HumanLoopDataAttributes{},
		}, []string{
			"missing required field, StartHumanLoopInput.HumanLoopInput.InputContent.",
			"missing required field, StartHumanLoopInput.DataAttributes.ContentClassifiers.",
		}},
		{"everything wrong", &a2iruntime.StartHumanLoopInput{
			HumanLoopName: aws.String(repeat("A", 64)), FlowDefinitionArn: aws.String("f"),
			HumanLoopInput: &types.HumanLoopInput{InputContent: aws.String("x")},
			DataAttributes: &types.HumanLoopDataAttributes{ContentClassifiers: make([]types.ContentClassifier, 300)},
		}, []string{
			"64 characters is over the maximum of 63, StartHumanLoopInput.HumanLoopName.",
			`"` + repeat("A", 64) + `" does not match the pattern ^[a-z0-9](-*[a-z0-9])*$, StartHumanLoopInput.HumanLoopName.`,
			`"f" does not match the pattern arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:flow-definition/.*, StartHumanLoopInput.FlowDefinitionArn.`,
			"the string must be a JSON document: invalid JSON at byte 0: want a value, found 'x', StartHumanLoopInput.HumanLoopInput.InputContent.",
			"300 elements is over the maximum of 256, StartHumanLoopInput.DataAttributes.ContentClassifiers.",
		}},
		{"list", &a2iruntime.ListHumanLoopsInput{MaxResults: aws.Int32(500), NextToken: aws.String(repeat("x", 9000))}, []string{
			"missing required field, ListHumanLoopsInput.FlowDefinitionArn.",
			"500 is over the maximum of 100, ListHumanLoopsInput.MaxResults.",
			"9000 characters is over the maximum of 8192, ListHumanLoopsInput.NextToken.",
		}},
		{"describe", &a2iruntime.DescribeHumanLoopInput{}, []string{"missing required field, DescribeHumanLoopInput.HumanLoopName."}},
		{"delete", &a2iruntime.DeleteHumanLoopInput{}, []string{"missing required field, DeleteHumanLoopInput.HumanLoopName."}},
		{"stop", &a2iruntime.StopHumanLoopInput{}, []string{"missing required field, StopHumanLoopInput.HumanLoopName."}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, problems(t, tc.in)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// With SkipInputValidation, the client still checks what it needs to build the request.
func TestSkipInputValidation(t *testing.T) {
	bad := startWith(func(in *a2iruntime.StartHumanLoopInput) {
		in.HumanLoopName, in.FlowDefinitionArn, in.HumanLoopInput.InputContent = aws.String(repeat("A", 99)), aws.String(""), aws.String("not JSON")
	})
	if got := problems(t, bad, skipInputValidation); got != nil {
		t.Errorf("refused: %q", got)
	}
	if got := problems(t, &a2iruntime.StartHumanLoopInput{}, skipInputValidation); len(got) != 3 {
		t.Errorf("got %q, want the three required members", got)
	}
	for _, label := range []string{"", ".", ".."} {
		want := []string{`"` + label + `" is not a valid path segment: use a name or identifier, DescribeHumanLoopInput.HumanLoopName.`}
		for _, optFns := range [][]func(*a2iruntime.Options){nil, {skipInputValidation}} {
			if diff := cmp.Diff(want, problems(t, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: &label}, optFns...)); diff != "" {
				t.Errorf("label %q (-want +got):\n%s", label, diff)
			}
		}
	}
}
