package awsclient

import (
	"testing"

	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// An attempt's request is a copy. Changes to its headers and URL affect neither another
// attempt nor the call.
func TestCloneRequest(t *testing.T) {
	req := newRequest().(*smithyhttp.Request)
	req.Method, req.URL.Path = "GET", "/p"
	req.Header.Set("A", "b")
	clone, reference := cloneRequest(req).(*smithyhttp.Request), smithyhttp.RequestCloner(req).(*smithyhttp.Request)
	for name, c := range map[string]*smithyhttp.Request{"ours": clone, "smithy-go's": reference} {
		c.Header.Set("A", "changed")
		c.Header.Set("B", "added")
		c.URL.Path, c.Method = "/changed", "POST"
		if req.Header.Get("A") != "b" || req.Header.Get("B") != "" || req.URL.Path != "/p" || req.Method != "GET" {
			t.Errorf("%s: the call's request changed to %+v", name, req)
		}
	}
	if clone.ContentLength != reference.ContentLength || clone.GetStream() != reference.GetStream() {
		t.Error("the copy differs from smithy-go's")
	}
}
