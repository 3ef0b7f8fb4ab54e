package interop

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	for value, want := range map[string]struct{ required, unknown []string }{
		"":                {},
		",":               {},
		"1":               {required: names},
		"aws":             {required: []string{AWS}},
		"python,chromium": {required: []string{Python, Chromium}},
		" node , aws ":    {required: []string{Node, AWS}},
		"0":               {unknown: []string{"0"}},
		"aws,nodejs":      {required: []string{AWS}, unknown: []string{"nodejs"}},
	} {
		required, unknown := parse(value)
		if diff := cmp.Diff(want.required, required); diff != "" {
			t.Errorf("%q requires (-want +got):\n%s", value, diff)
		}
		if diff := cmp.Diff(want.unknown, unknown); diff != "" {
			t.Errorf("%q: unknown (-want +got):\n%s", value, diff)
		}
	}
}

// If a tool is missing and not required, the test is skipped.
func TestSkipsIfToolIsMissing(t *testing.T) {
	for _, value := range []string{"", "python,node"} {
		skipped := false
		t.Run(value, func(t *testing.T) {
			t.Setenv(RequireEnv, value)
			t.Cleanup(func() { skipped = t.Skipped() })
			Missing(t, AWS, "this is %s", "not there")
		})
		if !skipped {
			t.Errorf("with %q the test did not skip", value)
		}
	}
}
