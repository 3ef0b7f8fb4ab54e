package a2itest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
)

// A token is valid for the list that it came from, with any page size, and for no other
// list.
func TestTokenBelongsToOneList(t *testing.T) {
	now := newClock()
	client := newClient(newServer(t, now.at))
	startMany(t, client, now, 5)
	stranger := newClient(newServer(t, now.at))
	startMany(t, stranger, now, 5)

	tokenOf := func(c *a2iruntime.Client, change func(*a2iruntime.ListHumanLoopsInput)) string {
		in := &a2iruntime.ListHumanLoopsInput{FlowDefinitionArn: aws.String(reviews), MaxResults: aws.Int32(2)}
		change(in)
		out, err := c.ListHumanLoops(context.Background(), in)
		must(t, err)
		if out.NextToken == nil {
			t.Fatalf("a page of 2 of 5 loops has no token")
		}
		return *out.NextToken
	}
	valid := tokenOf(client, func(*a2iruntime.ListHumanLoopsInput) {})
	bad := refusal{"ValidationException", 400, "The NextToken is not valid for this list."}
	same := func(*a2iruntime.ListHumanLoopsInput) {}

	tests := []struct {
		name   string
		token  string
		change func(*a2iruntime.ListHumanLoopsInput)
		want   refusal
	}{
		{"the same list", valid, same, refusal{}},
		{"the same list again", valid, same, refusal{}},
		{"another page size", valid, func(in *a2iruntime.ListHumanLoopsInput) { in.MaxResults = aws.Int32(50) }, refusal{}},
		{"the default order, set explicitly", valid, func(in *a2iruntime.ListHumanLoopsInput) { in.SortOrder = types.SortOrderDescending }, refusal{}},
		{"another order", valid, func(in *a2iruntime.ListHumanLoopsInput) { in.SortOrder = types.SortOrderAscending }, bad},
		{"another flow definition", valid, func(in *a2iruntime.ListHumanLoopsInput) { in.FlowDefinitionArn = aws.String(audits) }, bad},
		{"with CreationTimeAfter", valid, func(in *a2iruntime.ListHumanLoopsInput) { in.CreationTimeAfter = &began }, bad},
		{"with CreationTimeBefore", valid, func(in *a2iruntime.ListHumanLoopsInput) { in.CreationTimeBefore = aws.Time(now.Now()) }, bad},
		{
			"a bounded list's, without the bound",
			tokenOf(client, func(in *a2iruntime.ListHumanLoopsInput) { in.CreationTimeAfter = &began }), same, bad,
		},
		{"from another server with the same loops", tokenOf(stranger, same), same, refusal{}},
		{"not base64", "%%%", same, bad},
		{"too short", "AAAA", same, bad},
		{"a loop's name", "loop-0001", same, bad},
		{"a decoded token", `{"t":1,"s":2}`, same, bad},
		{"truncated", valid[:len(valid)-1], same, bad},
		{"lengthened", valid + "A", same, bad},
		{"padded", valid + "=", same, bad},
		{"with a carriage return", valid + "\r", same, bad},
		{"with a space", " " + valid, same, bad},
		{"of the maximum length", strings.Repeat("A", 8192), same, bad},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := &a2iruntime.ListHumanLoopsInput{
				FlowDefinitionArn: aws.String(reviews), MaxResults: aws.Int32(2), NextToken: &tt.token,
			}
			tt.change(in)
			_, err := client.ListHumanLoops(context.Background(), in)
			if diff := cmp.Diff(tt.want, refused(err)); diff != "" {
				t.Errorf("token %q (-want +got):\n%s", tt.token, diff)
			}
		})
	}
}

// Changing any character of a token makes it invalid, however long the position in it is.
func TestTamperedToken(t *testing.T) {
	now := newClock()
	client := newClient(newServer(t, now.at))
	startMany(t, client, now, 101)
	in := a2iruntime.ListHumanLoopsInput{
		FlowDefinitionArn: aws.String(reviews), SortOrder: types.SortOrderAscending,
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for _, size := range []int32{1, 10, 100} {
		in.MaxResults, in.NextToken = &size, nil
		out, err := client.ListHumanLoops(context.Background(), &in)
		must(t, err)
		token := *out.NextToken
		for i := range token {
			// The next letter differs only in the lowest bit, which base64 may ignore.
			other := alphabet[strings.IndexByte(alphabet, token[i])^1]
			tampered := token[:i] + string(other) + token[i+1:]
			in.NextToken = &tampered
			_, err := client.ListHumanLoops(context.Background(), &in)
			if got, want := refused(err), (refusal{"ValidationException", 400, "The NextToken is not valid for this list."}); got != want {
				t.Errorf("character %d of %q changed: got %+v, want %+v", i, token, got, want)
			}
		}
	}
}
