package fake

import (
	"net/url"
	"strings"

	"github.com/a2iflows/a2iflows-go/internal/model"
)

// route returns the operation for a method and an escaped path, and the values of the
// path's labels by name. The operation is nil if none matches. If several templates match,
// a literal segment takes precedence over a label, in any order of the operations.
func (s *Service) route(method, path string) (found *model.Operation, labels map[string]string) {
	for _, op := range s.Model.Operations {
		if op.Method != method || found != nil && !moreLiteral(op.Path, found.Path) {
			continue
		}
		if values, ok := matchPath(op.Path, path); ok {
			found, labels = op, values
		}
	}
	return found, labels
}

// moreLiteral reports whether template a has a literal in the first segment where
// only one of a and b has a label.
func moreLiteral(a, b string) bool {
	for more := true; more; {
		var segmentA, segmentB string
		segmentA, a, more = strings.Cut(a, "/")
		segmentB, b, _ = strings.Cut(b, "/")
		if labelA, labelB := strings.HasPrefix(segmentA, "{"), strings.HasPrefix(segmentB, "{"); labelA != labelB {
			return labelB
		}
	}
	return false
}

// matchPath compares an escaped path with a template such as
// /flows/{flowIdentifier}/executions, segment by segment. A label matches one segment and
// unescapes it once, so %2F does not end the segment.
func matchPath(template, path string) (labels map[string]string, ok bool) {
	for more := true; more; {
		var want, got string
		var moreSegments bool
		want, template, more = strings.Cut(template, "/")
		got, path, moreSegments = strings.Cut(path, "/")
		if more != moreSegments {
			return nil, false
		}
		name, isLabel := strings.CutPrefix(want, "{")
		if !isLabel {
			if got != want {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(got)
		if err != nil || value == "" {
			return nil, false
		}
		if labels == nil {
			labels = map[string]string{}
		}
		labels[strings.TrimSuffix(name, "}")] = value
	}
	return labels, true
}
