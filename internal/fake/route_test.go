package fake

import (
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/google/go-cmp/cmp"
)

// twoLabels is a model with more labels than this project's services have. Of operations
// that share a path, the one with more labels comes first.
var twoLabels = &model.Service{Operations: []*model.Operation{
	{Name: "GetAnything", Method: "GET", Path: "/{a}/{b}/{c}/{d}"},
	{Name: "GetAnyEnd", Method: "GET", Path: "/flows/{flowIdentifier}/{b}/end"},
	{Name: "GetAlias", Method: "GET", Path: "/flows/{flowIdentifier}/aliases/{aliasIdentifier}"},
	{Name: "ListAliases", Method: "GET", Path: "/flows/{flowIdentifier}/aliases"},
	{Name: "GetExecution", Method: "GET", Path: "/flows/{flowIdentifier}/aliases/{aliasIdentifier}/executions/{executionIdentifier}"},
	{Name: "GetSession", Method: "GET", Path: "/sessions/{sessionIdentifier}/"},
	{Name: "EndSession", Method: "GET", Path: "/sessions/end/"},
	{Name: "GetPair", Method: "GET", Path: "/{first}/{second}"},
	{Name: "DeletePair", Method: "DELETE", Path: "/{first}/{second}"},
}}

func TestRouteLabels(t *testing.T) {
	s := &Service{Model: twoLabels}
	type labels map[string]string
	tests := []struct {
		name, method, path string
		operation          string // "" if no operation matches
		labels             labels
	}{
		{"two labels", "GET", "/flows/f/aliases/a", "GetAlias", labels{"flowIdentifier": "f", "aliasIdentifier": "a"}},
		{"one label", "GET", "/flows/f/aliases", "ListAliases", labels{"flowIdentifier": "f"}},
		{"three labels and literals", "GET", "/flows/f%2F1/aliases/a/executions/e", "GetExecution",
			labels{"flowIdentifier": "f/1", "aliasIdentifier": "a", "executionIdentifier": "e"}},
		{"only the operation with most labels", "GET", "/f/f/aliases/a", "GetAnything", labels{"a": "f", "b": "f", "c": "aliases", "d": "a"}},
		{"the first literal decides", "GET", "/flows/f/aliases/end", "GetAlias", labels{"flowIdentifier": "f", "aliasIdentifier": "end"}},
		{"an earlier literal than a label", "GET", "/flows/f/a/end", "GetAnyEnd", labels{"flowIdentifier": "f", "b": "a"}},
		{"trailing slash", "GET", "/sessions/s/", "GetSession", labels{"sessionIdentifier": "s"}},
		{"trailing slash after a literal", "GET", "/sessions/end/", "EndSession", nil},
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
