package a2itest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

const (
	namePattern = "Member must satisfy regular expression pattern: ^[a-z0-9](-*[a-z0-9])*$"
	arnPattern  = `Member must satisfy regular expression pattern: arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:flow-definition/.*`
)

// clipped returns a long value as a message shows it.
func clipped(s string) string { return string([]rune(s)[:128]) + "..." }

// Every call with a name has the same limits.
func TestNameLimits(t *testing.T) {
	calls := []struct {
		name string
		call func(*a2iruntime.Client, string) error
	}{
		{"start", func(c *a2iruntime.Client, name string) error {
			_, err := c.StartHumanLoop(context.Background(), input(name))
			return err
		}},
		{"describe", func(c *a2iruntime.Client, name string) error {
			_, err := describe(c, name)
			return err
		}},
		{"stop", stop},
		{"delete", remove},
	}
	name63 := "a" + strings.Repeat("-", 61) + "z"
	tests := []struct {
		name  string
		value string
		want  []string
	}{
		{name: "one letter", value: "a"},
		{name: "one digit", value: "0"},
		{name: "62 characters", value: strings.Repeat("x", 62)},
		{name: "63 characters", value: name63},
		{name: "every character", value: "abcdefghijklmnopqrstuvwxyz-0123456789"},
		{name: "the name of a path", value: "stop"},
		{name: "64 characters", value: name63 + "z", want: []string{"Member must have length less than or equal to 63"}},
		{name: "upper case", value: "Loop", want: []string{namePattern}},
		{name: "hyphen first", value: "-a", want: []string{namePattern}},
		{name: "hyphen last", value: "a-", want: []string{namePattern}},
		{name: "hyphen alone", value: "-", want: []string{namePattern}},
		{name: "underscore", value: "a_b", want: []string{namePattern}},
		{name: "dot", value: "a.b", want: []string{namePattern}},
		{name: "space", value: "a b", want: []string{namePattern}},
		{name: "slash", value: "a/b", want: []string{namePattern}},
		{name: "percent", value: "a%2Fb", want: []string{namePattern}},
		{name: "question mark", value: "a?b", want: []string{namePattern}},
		{name: "letter of another script", value: "schleifé", want: []string{namePattern}},
		{name: "line break at the end", value: "a\n", want: []string{namePattern}},
		{name: "long and wrong", value: strings.Repeat("A", 64), want: []string{"Member must have length less than or equal to 63", namePattern}},
	}
	for _, c := range calls {
		for _, tt := range tests {
			t.Run(c.name+", "+tt.name, func(t *testing.T) {
				client := newClient(newServer(t), skipInputValidation)
				var want refusal
				if tt.want != nil {
					want = broken("humanLoopName", tt.value, tt.want...)
				} else if c.name != "start" {
					want = refusal{"ResourceNotFoundException", 404, "Human loop " + tt.value + " does not exist."}
				}
				err := c.call(client, tt.value)
				if diff := cmp.Diff(want, refused(err)); diff != "" {
					t.Errorf("%q (-want +got):\n%s", tt.value, diff)
				}
				if tt.want != nil && !is[*types.ValidationException](err) {
					t.Errorf("%q: got %T, want a *types.ValidationException in it", tt.value, err)
				}
			})
		}
	}
}

// An empty name can be sent in a body, but not in a path.
func TestEmptyName(t *testing.T) {
	srv := newServer(t)
	client := newClient(srv, skipInputValidation)
	want := broken("humanLoopName", "", "Member must have length greater than or equal to 1", namePattern)
	_, err := client.StartHumanLoop(context.Background(), input(""))
	if diff := cmp.Diff(want, refused(err)); diff != "" {
		t.Errorf("start (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, refused(stop(client, ""))); diff != "" {
		t.Errorf("stop (-want +got):\n%s", diff)
	}
	noRoute := refusal{"UnknownOperationException", 404, "There is no operation DELETE /human-loops/."}
	if diff := cmp.Diff(noRoute, raw(t, srv, http.MethodDelete, "/human-loops/", "").refusal(t)); diff != "" {
		t.Errorf("delete (-want +got):\n%s", diff)
	}
}

func TestFlowDefinitionArnLimits(t *testing.T) {
	const prefix = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/"
	long := func(n int) string { return prefix + strings.Repeat("f", n-len(prefix)) }
	tests := []struct {
		name   string
		value  string
		want   []string
		absent bool // within the documented limits, but no flow definition can have this name
	}{
		{name: "an ARN", value: reviews},
		{name: "1023 characters", value: long(1023), absent: true},
		{name: "1024 characters", value: long(1024), absent: true},
		{name: "1025 characters", value: long(1025), want: []string{"Member must have length less than or equal to 1024"}},
		{name: "1024 characters of two bytes", value: prefix + strings.Repeat("é", 1024-len(prefix)), absent: true},
		{name: "empty name", value: prefix, absent: true},
		{name: "name with colons and slashes", value: prefix + "a:b/c d", absent: true},
		{name: "empty", value: "", want: []string{arnPattern}},
		{name: "no ARN", value: "reviews", want: []string{arnPattern}},
		{name: "other service", value: "arn:aws:bedrock:us-east-1:123456789012:flow-definition/f", want: []string{arnPattern}},
		{name: "other partition", value: "arn:gcp:sagemaker:us-east-1:123456789012:flow-definition/f", want: []string{arnPattern}},
		{name: "11 digits", value: "arn:aws:sagemaker:us-east-1:12345678901:flow-definition/f", want: []string{arnPattern}},
		{name: "13 digits", value: "arn:aws:sagemaker:us-east-1:1234567890123:flow-definition/f", want: []string{arnPattern}},
		{name: "upper case Region", value: "arn:aws:sagemaker:US-EAST-1:123456789012:flow-definition/f", want: []string{arnPattern}},
		{name: "other resource", value: "arn:aws:sagemaker:us-east-1:123456789012:human-loop/f", want: []string{arnPattern}},
		{name: "text before", value: "x" + prefix, want: []string{arnPattern}},
		{name: "two lines", value: prefix + "a\nb", want: []string{arnPattern}},
		{name: "long and wrong", value: strings.Repeat("f", 1025), want: []string{"Member must have length less than or equal to 1024", arnPattern}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := newClient(newServer(t), skipInputValidation)
			var want refusal
			if tt.want != nil {
				shown := tt.value
				if len(shown) > 1024 {
					shown = clipped(shown)
				}
				want = broken("flowDefinitionArn", shown, tt.want...)
			}
			absent := "Flow definition " + tt.value + " does not exist in this account and Region."
			if tt.absent {
				want = refusal{"ValidationException", 400, absent}
			}
			in := input("loop")
			in.FlowDefinitionArn = &tt.value
			_, err := client.StartHumanLoop(context.Background(), in)
			if diff := cmp.Diff(want, refused(err)); diff != "" {
				t.Errorf("start (-want +got):\n%s", diff)
			}
			if tt.absent {
				want = refusal{"ResourceNotFoundException", 404, absent}
			}
			out, err := client.ListHumanLoops(context.Background(), &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: &tt.value})
			if diff := cmp.Diff(want, refused(err)); diff != "" {
				t.Errorf("list (-want +got):\n%s", diff)
			}
			if err == nil && len(out.HumanLoopSummaries) != 1 {
				t.Errorf("list: got %d loops, want 1", len(out.HumanLoopSummaries))
			}
		})
	}
}

func TestContentLimits(t *testing.T) {
	t.Parallel() // takes seconds
	const maxLength = 3_145_728
	jsonString := func(n int, of string) string { return `"` + strings.Repeat(of, n-2) + `"` }
	notJSON := []string{"Member must be a JSON document"}
	tests := []struct {
		name  string
		value string
		want  []string
	}{
		{name: "one below", value: jsonString(maxLength-1, "x")},
		{name: "at the limit", value: jsonString(maxLength, "x")},
		{name: "at the limit, but longer in bytes", value: `"€` + jsonString(maxLength-1, "x")[1:]},
		{name: "above", value: jsonString(maxLength+1, "x"), want: []string{"Member must have length less than or equal to 3145728"}},
		{name: "number", value: "0"},
		{name: "null", value: "null"},
		{name: "white space around", value: " [1] \n"},
		{name: "empty", value: "", want: notJSON},
		{name: "white space", value: "  ", want: notJSON},
		{name: "plain text", value: "a document", want: notJSON},
		{name: "cut", value: `{"a":`, want: notJSON},
		{name: "two documents", value: `{}{}`, want: notJSON},
		{name: "comma at the end", value: `[1,]`, want: notJSON},
	}
	srv := newServer(t)
	client := newClient(srv, skipInputValidation)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := input("loop")
			in.HumanLoopInput.InputContent = &tt.value
			var want refusal
			if tt.want != nil {
				shown := tt.value
				if len(shown) > 128 {
					shown = clipped(shown)
				}
				want = broken("humanLoopInput.inputContent", shown, tt.want...)
			}
			_, err := client.StartHumanLoop(context.Background(), in)
			if got := refused(err); got != want {
				t.Fatalf("%.40q: got %+v, want %+v", tt.value, got, want)
			}
			if err != nil {
				return
			}
			if got, err := srv.Input("loop"); err != nil || got != tt.value {
				t.Errorf("Input: got %d bytes %.40q, %v, want %d bytes %.40q", len(got), got, err, len(tt.value), tt.value)
			}
			must(t, stop(client, "loop"))
			must(t, remove(client, "loop"))
		})
	}
}

func TestClassifierLimits(t *testing.T) {
	const enum = "Member must satisfy enum value set: [FreeOfPersonallyIdentifiableInformation, FreeOfAdultContent]"
	many := func(n int) []types.ContentClassifier {
		classifiers := make([]types.ContentClassifier, n)
		for i := range classifiers {
			classifiers[i] = types.ContentClassifierFreeOfAdultContent
		}
		return classifiers
	}
	tests := []struct {
		name  string
		value []types.ContentClassifier
		want  refusal
	}{
		{"none", []types.ContentClassifier{}, refusal{}},
		{"both", types.ContentClassifier("").Values(), refusal{}},
		{"255", many(255), refusal{}},
		{"256", many(256), refusal{}},
		{"257", many(257), broken("dataAttributes.contentClassifiers", "[]", "Member must have length less than or equal to 256")},
		{"unknown", []types.ContentClassifier{"FreeOfCharge"}, broken("dataAttributes.contentClassifiers", "[FreeOfCharge]", enum)},
		{"wrong case", []types.ContentClassifier{"freeofadultcontent"}, broken("dataAttributes.contentClassifiers", "[freeofadultcontent]", enum)},
		{"empty text", []types.ContentClassifier{""}, broken("dataAttributes.contentClassifiers", "[]", enum)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := input("loop")
			in.DataAttributes = &types.HumanLoopDataAttributes{ContentClassifiers: tt.value}
			_, err := newClient(newServer(t), skipInputValidation).StartHumanLoop(context.Background(), in)
			if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
				t.Errorf("%d classifiers (-want +got):\n%s", len(tt.value), diff)
			}
		})
	}
}

// All violations of an input are reported together.
func TestAllViolationsTogether(t *testing.T) {
	in := input("-")
	in.FlowDefinitionArn = aws.String("x")
	in.HumanLoopInput.InputContent = aws.String("y")
	in.DataAttributes = &types.HumanLoopDataAttributes{ContentClassifiers: []types.ContentClassifier{"z"}}
	_, err := newClient(newServer(t), skipInputValidation).StartHumanLoop(context.Background(), in)
	want := refusal{"ValidationException", 400, "4 validation errors detected: " +
		"Value '-' at 'humanLoopName' failed to satisfy constraint: " + namePattern + "; " +
		"Value 'x' at 'flowDefinitionArn' failed to satisfy constraint: " + arnPattern + "; " +
		"Value 'y' at 'humanLoopInput.inputContent' failed to satisfy constraint: Member must be a JSON document; " +
		"Value '[z]' at 'dataAttributes.contentClassifiers' failed to satisfy constraint: Member must satisfy enum value set: [FreeOfPersonallyIdentifiableInformation, FreeOfAdultContent]"}
	if diff := cmp.Diff(want, refused(err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
