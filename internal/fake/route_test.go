package fake

import (
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/google/go-cmp/cmp"
)

// twoLabels is a model with more labels than the services of this project have.
var twoLabels = &model.Service{Operations: []*model.Operation{
	{Name: "GetAlias", Method: "GET", Path: "/flows/{flowIdentifier}/aliases/{aliasIdentifier}"},
	{Name: "ListAliases", Method: "GET", Path: "/flows/{flowIdentifier}/aliases"},
	{Name: "GetPair", Method: "GET", Path: "/{first}/{second}"},
	{Name: "DeletePair", Method: "DELETE", Path: "/{first}/{second}"},
}}

func TestRouteLabels(t *testing.T) {
	s := &Service{Model: twoLabels}
	type labels map[string]string
	tests := []struct {
		name, method, path string
		operation          string // "" for none
		labels             labels
	}{
		{"two labels", "GET", "/flows/f/aliases/a", "GetAlias", labels{"flowIdentifier": "f", "aliasIdentifier": "a"}},
		{"one label", "GET", "/flows/f/aliases", "ListAliases", labels{"flowIdentifier": "f"}},
		{"adjacent labels", "GET", "/a/b", "GetPair", labels{"first": "a", "second": "b"}},
		{"other method", "DELETE", "/a/b", "DeletePair", labels{"first": "a", "second": "b"}},
		{"escaped slash in both", "GET", "/a%2Fb/c%2Fd", "GetPair", labels{"first": "a/b", "second": "c/d"}},
		{"dots between escaped slashes", "GET", "/a%2F..%2Fb/%7Bx", "GetPair", labels{"first": "a/../b", "second": "{x"}},
		{"unescaped once", "GET", "/%252F/%2525", "GetPair", labels{"first": "%2F", "second": "%25"}},
		{"dots", "GET", "/./..", "GetPair", labels{"first": ".", "second": ".."}},
		{"escaped literal", "GET", "/fl%6Fws/f/aliases", "", nil},
		{"empty first label", "GET", "//b", "", nil},
		{"empty second label", "GET", "/a/", "", nil},
		{"too few segments", "GET", "/a", "", nil},
		{"too many segments", "GET", "/a/b/c", "", nil},
		{"no leading slash", "GET", "a/b", "", nil},
		{"no path", "GET", "", "", nil},
		{"invalid escape", "GET", "/a/%zz", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			op, got := s.route(tt.method, tt.path)
			operation := ""
			if op != nil {
				operation = op.Name
			}
			if diff := cmp.Diff(map[string]string(tt.labels), got); operation != tt.operation || diff != "" {
				t.Errorf("route(%s, %q) = %q, want %q; labels (-want +got):\n%s", tt.method, tt.path, operation, tt.operation, diff)
			}
		})
	}
}
