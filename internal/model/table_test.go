package model

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The table is consistent. This test needs no copy of AWS's models.
func TestTableIsConsistent(t *testing.T) {
	for _, service := range []*Service{&A2I, &Flows} {
		t.Run(service.ID, func(t *testing.T) {
			for _, op := range service.Operations {
				if got := service.Operation(op.Name); got != op {
					t.Errorf("Operation(%q) = %v, want its row", op.Name, got)
				}
				for _, code := range op.Errors {
					if row, ok := service.Error(code); !ok || row.Common {
						t.Errorf("%s lists %s: Error() = %+v, %t, want an error of the service", op.Name, code, row, ok)
					}
				}
				checkLabels(t, op)
				checkMembers(t, op.Name+" input", op.Input)
				checkMembers(t, op.Name+" output", op.Output)
			}
		})
	}
}

// template matches a path that requests are built from and routed by: each segment is a
// literal or one label.
var template = regexp.MustCompile(`^(/([A-Za-z0-9_.~-]*|\{\w+\}))+$`)

// checkLabels checks that every label of the path is a required member and that every
// member in the path is a label, in any order.
func checkLabels(t *testing.T, op *Operation) {
	if !template.MatchString(op.Path) {
		t.Errorf("%s: the path %s has a segment that is neither a literal nor one label: restjson.Request and fake.Service cannot use it", op.Name, op.Path)
	}
	var want, got []string
	for _, m := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(op.Path, -1) {
		want = append(want, m[1])
	}
	for _, m := range op.Input {
		if m.In == InPath {
			got = append(got, m.Name)
			if !m.Required {
				t.Errorf("%s: the label %s is not required", op.Name, m.Name)
			}
		}
		if m.In == InBody && (op.Method == "GET" || op.Method == "DELETE") {
			t.Errorf("%s: %s is in the body of a %s", op.Name, m.Name, op.Method)
		}
	}
	if !slices.Equal(sorted(got), sorted(want)) {
		t.Errorf("%s: labels %v, want %v as in %s", op.Name, got, want, op.Path)
	}
}

func checkMembers(t *testing.T, where string, members []Member) {
	seen := map[string]*Shape{}
	for _, m := range members {
		if seen[m.Name] != nil {
			t.Errorf("%s: %s is repeated", where, m.Name)
		}
		seen[m.Name] = m.Shape
		if i := strings.LastIndexByte(m.Name, '.'); i >= 0 {
			if parent := seen[m.Name[:i]]; parent == nil || parent.Kind != Structure && parent.Kind != List && parent.Kind != Map {
				t.Errorf("%s: %s has no structure, list or map before it", where, m.Name)
			}
		}
		if s := m.Shape; s.Max != 0 && s.Min > s.Max || s.Min < 0 || s.Match != nil && s.Pattern == "" {
			t.Errorf("%s: the shape %s of %s contradicts itself: %+v", where, s.Name, m.Name, *s)
		}
	}
}

func TestLookup(t *testing.T) {
	if got := A2I.Operation("ListFlowExecutions"); got != nil {
		t.Errorf("A2I.Operation(ListFlowExecutions) = %v, want nil", got)
	}
	tests := []struct {
		name    string
		service *Service
		code    string
		want    Error
		ok      bool
	}{
		{"own", &A2I, "ConflictException", Error{Code: "ConflictException", Status: 409}, true},
		{"service error before the common error", &A2I, "ThrottlingException", Error{Code: "ThrottlingException", Status: 429}, true},
		{"common error of A2I, service error of Flows", &A2I, "AccessDeniedException", Error{Code: "AccessDeniedException", Status: 400, Common: true}, true},
		{"service error of Flows", &Flows, "AccessDeniedException", Error{Code: "AccessDeniedException", Status: 403}, true},
		{"common server error", &Flows, "ServiceUnavailable", Error{Code: "ServiceUnavailable", Status: 503, Server: true, Common: true}, true},
		{"modern", &A2I, "ExpiredTokenException", Error{Code: "ExpiredTokenException", Status: 403, Common: true}, true},
		{"error of the other service", &Flows, "ConflictException", Error{}, false},
		{"another case", &A2I, "conflictException", Error{}, false},
		{"none", &A2I, "", Error{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := tt.service.Error(tt.code); got != tt.want || ok != tt.ok {
				t.Errorf("Error(%q) of %s = %+v, %t, want %+v, %t", tt.code, tt.service.ID, got, ok, tt.want, tt.ok)
			}
		})
	}
}

// The common errors of the API reference's section "Common Errors", and the newer codes
// of the design.
func TestCommonErrors(t *testing.T) {
	want := map[string]int{
		"AccessDeniedException": 400, "IncompleteSignature": 400, "InternalFailure": 500, "InvalidAction": 400,
		"InvalidClientTokenId": 403, "InvalidParameterCombination": 400, "InvalidParameterValue": 400,
		"InvalidQueryParameter": 400, "MalformedQueryString": 404, "MissingAction": 400,
		"MissingAuthenticationToken": 403, "MissingParameter": 400, "NotAuthorized": 400, "OptInRequired": 403,
		"RequestExpired": 400, "ServiceUnavailable": 503, "ThrottlingException": 400, "ValidationError": 400,
		"ExpiredTokenException": 403, "InvalidSignatureException": 403, "UnrecognizedClientException": 403,
		"MissingAuthenticationTokenException": 403,
	}
	if len(CommonErrors) != len(want) {
		t.Errorf("%d common errors, want %d", len(CommonErrors), len(want))
	}
	for _, e := range CommonErrors {
		if e.Status != want[e.Code] || !e.Common || e.Server != (e.Status >= 500) {
			t.Errorf("common error %+v, want status %d, common, and the server's fault from 500", e, want[e.Code])
		}
	}
}
