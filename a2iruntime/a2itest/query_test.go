package a2itest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The query parameters of ListHumanLoops, as they can arrive.
func TestListQuery(t *testing.T) {
	srv := newServer(t)
	start(t, newClient(srv), "loop")
	unreadable := func(message string) refusal { return refusal{"SerializationException", 400, message} }
	badTime := func(name, value string) refusal {
		return unreadable(`"` + value + `" is not a valid timestamp such as 2020-02-24T08:30:00Z for the parameter ` + name + ".")
	}
	const (
		atLeast1 = "Member must have value greater than or equal to 1"
		atMost   = "Member must have value less than or equal to 100"
		orders   = "Member must satisfy enum value set: [Ascending, Descending]"
	)
	tests := []struct {
		name, parameter, value string
		want                   refusal
	}{
		{"MaxResults below", "MaxResults", "0", broken("maxResults", "0", atLeast1)},
		{"MaxResults negative", "MaxResults", "-1", broken("maxResults", "-1", atLeast1)},
		{"MaxResults smallest", "MaxResults", "1", refusal{}},
		{"MaxResults largest", "MaxResults", "100", refusal{}},
		{"MaxResults above", "MaxResults", "101", broken("maxResults", "101", atMost)},
		{"MaxResults largest number", "MaxResults", "2147483647", broken("maxResults", "2147483647", atMost)},
		{"MaxResults beyond 32 bits", "MaxResults", "2147483648", unreadable(`"2147483648" is not a valid integer for the parameter MaxResults.`)},
		{"MaxResults text", "MaxResults", "ten", unreadable(`"ten" is not a valid integer for the parameter MaxResults.`)},
		{"MaxResults fraction", "MaxResults", "1.0", unreadable(`"1.0" is not a valid integer for the parameter MaxResults.`)},
		{"MaxResults empty", "MaxResults", "", unreadable(`"" is not a valid integer for the parameter MaxResults.`)},

		{"SortOrder known", "SortOrder", "Ascending", refusal{}},
		{"SortOrder unknown", "SortOrder", "Sideways", broken("sortOrder", "Sideways", orders)},
		{"SortOrder in lower case", "SortOrder", "ascending", broken("sortOrder", "ascending", orders)},
		{"SortOrder empty", "SortOrder", "", broken("sortOrder", "", orders)},

		{"token empty", "NextToken", "", refusal{"ValidationException", 400, "The NextToken is not valid for this list."}},
		{"token of 8192 characters", "NextToken", strings.Repeat("t", 8192), refusal{"ValidationException", 400, "The NextToken is not valid for this list."}},
		{"token of 8193 characters", "NextToken", strings.Repeat("t", 8193), broken("nextToken", clipped(strings.Repeat("t", 8193)), "Member must have length less than or equal to 8192")},
		{"token of two lines", "NextToken", "a\nb", broken("nextToken", "a\nb", "Member must satisfy regular expression pattern: .*")},

		{"after, a date", "CreationTimeAfter", "2020-02-24", badTime("CreationTimeAfter", "2020-02-24")},
		{"after, no seconds", "CreationTimeAfter", "1996-12-19T16:39", badTime("CreationTimeAfter", "1996-12-19T16:39")},
		{"after, a fraction", "CreationTimeAfter", "2020-02-24T08:30:00.123456789Z", refusal{}},
		{"after, an offset", "CreationTimeAfter", "2020-02-24T08:30:00+05:30", badTime("CreationTimeAfter", "2020-02-24T08:30:00+05:30")},
		{"before, text", "CreationTimeBefore", "yesterday", badTime("CreationTimeBefore", "yesterday")},
		{"before, a number", "CreationTimeBefore", "1582533000", badTime("CreationTimeBefore", "1582533000")},
		{"before, empty", "CreationTimeBefore", "", badTime("CreationTimeBefore", "")},
		{"after, no such day", "CreationTimeAfter", "2021-02-29", badTime("CreationTimeAfter", "2021-02-29")},

		{"unknown parameter", "Color", "red", refusal{}},
		{"parameters mind the case", "maxResults", "0", refusal{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			query := url.Values{"FlowDefinitionArn": {reviews}, tt.parameter: {tt.value}}
			got := raw(t, srv, http.MethodGet, "/human-loops?"+strings.ReplaceAll(query.Encode(), "+", "%20"), "")
			if diff := cmp.Diff(tt.want, got.refusal(t)); diff != "" {
				t.Errorf("%s=%.40q (-want +got):\n%s", tt.parameter, tt.value, diff)
			}
			if tt.want.Code == "" && !strings.Contains(got.Body, `"HumanLoopName":"loop"`) {
				t.Errorf("%s=%.40q: got %s, want the loop in it", tt.parameter, tt.value, got.Body)
			}
		})
	}
	t.Run("no flow definition", func(t *testing.T) {
		want := refusal{"ValidationException", 400, "1 validation error detected: Value null at 'flowDefinitionArn' failed to satisfy constraint: Member must not be null"}
		if diff := cmp.Diff(want, raw(t, srv, http.MethodGet, "/human-loops", "").refusal(t)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// Requests that match no operation, and requests that resemble one.
func TestRoutes(t *testing.T) {
	srv := newServer(t)
	client := newClient(srv)
	start(t, client, "stop")
	unknown := func(method, path string) refusal {
		return refusal{"UnknownOperationException", 404, "There is no operation " + method + " " + path + "."}
	}
	tests := []struct {
		method, path, body string
		want               refusal
	}{
		{"GET", "/human-loops/stop", "", refusal{}},
		{"POST", "/human-loops/stop", `{"HumanLoopName":"stop"}`, refusal{}},
		{"GET", "/", "", unknown("GET", "/")},
		{"GET", "/flows/FLOW123456/executions", "", unknown("GET", "/flows/FLOW123456/executions")},
		{"PUT", "/human-loops", "{}", unknown("PUT", "/human-loops")},
		{"POST", "/human-loops/", "{}", unknown("POST", "/human-loops/")},
		{"POST", "/human-loops/other", "{}", unknown("POST", "/human-loops/other")},
		{"DELETE", "/human-loops", "", unknown("DELETE", "/human-loops")},
		{"GET", "/human-loops/a/b", "", unknown("GET", "/human-loops/a/b")},
		{"GET", "/Human-loops/stop", "", unknown("GET", "/Human-loops/stop")},
		{"GET", "/human-loops/a%2Fb", "", broken("humanLoopName", "a/b", namePattern)},
		{"GET", "/human-loops/%FF", "", refusal{"ValidationException", 400, "1 validation error detected: Value '\ufffd' at 'humanLoopName' failed to satisfy constraint: Member must be valid UTF-8"}},
		{"DELETE", "/human-loops/stop", "", refusal{}},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.path, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, raw(t, srv, tt.method, tt.path, tt.body).refusal(t)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if got := status(client, "stop"); got != "ResourceNotFoundException" {
		t.Errorf("after DELETE /human-loops/stop: loop stop is %s, want ResourceNotFoundException", got)
	}
}
