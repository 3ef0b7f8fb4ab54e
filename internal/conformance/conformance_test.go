package conformance

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/a2iflows/a2iflows-go/internal/clienttest"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/smithy-go"
)

// Every operation of the table is implemented as its row says, and every implemented
// operation has a row.
func TestOperations(t *testing.T) {
	for _, s := range Services() {
		for _, problem := range s.Unlisted() {
			t.Error(problem)
		}
		for _, op := range s.Model.Operations {
			t.Run(op.Name, func(t *testing.T) {
				for _, problem := range s.Check(op) {
					t.Error(problem)
				}
			})
		}
	}
}

// Every error of the table is a Go type with its name, and its code becomes that type.
func TestErrorTypes(t *testing.T) {
	for _, s := range Services() {
		for _, op := range s.Model.Operations {
			for _, code := range op.Errors {
				if row, ok := s.Model.Error(code); !ok || row.Common {
					t.Errorf("%s lists %s, which has no row in its service", op.Name, code)
				}
			}
		}
		op := s.Model.Operations[0]
		for _, row := range append(slices.Clone(s.Model.Errors), model.CommonErrors...) {
			x := &clienttest.Exchange{Responses: []clienttest.Response{{Status: row.Status, Header: map[string]string{"X-Amzn-Errortype": row.Code}}}}
			call, err := Call(s.NewClient(config(x), false), op)
			if err != nil {
				t.Fatalf("the errors of %s are not checked: %v", s.Model.ID, err)
			}
			_, err = call()
			var api smithy.APIError
			if !errors.As(err, &api) {
				t.Errorf("%s: the error of %s is %v, want an APIError", s.Model.ID, row.Code, err)
				continue
			}
			if got := reflect.TypeOf(api).Elem().Name(); got != row.Code {
				t.Errorf("%s: the error of %s has the type %s", s.Model.ID, row.Code, got)
			}
			if server := api.ErrorFault() == smithy.FaultServer; server != row.Server {
				t.Errorf("%s: %s has the fault %v", s.Model.ID, row.Code, api.ErrorFault())
			}
		}
	}
}

// The guide has one line for each operation, and no other line.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../a2iruntime/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(readme), "\n## Operations and errors\n")
	if table, _, _ = strings.Cut(table, "\n## "); !ok {
		t.Fatal(`a2iruntime/README.md has no section "Operations and errors"`)
	}
	want := map[string]bool{}
	for _, s := range Services() {
		for _, op := range s.Model.Operations {
			line := readmeLine(s.Model, op)
			want[line] = true
			if !strings.Contains(table, "\n"+line+"\n") {
				t.Errorf("a2iruntime/README.md does not have the line of %s: write\n%s", op.Name, line)
			}
		}
	}
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "| `") && !want[line] {
			t.Errorf("a2iruntime/README.md has a line without an operation:\n%s", line)
		}
	}
}

func readmeLine(s *model.Service, op *model.Operation) string {
	var errs []string
	for _, code := range op.Errors {
		row, _ := s.Error(code)
		errs = append(errs, fmt.Sprintf("%s %d", strings.TrimSuffix(code, "Exception"), row.Status))
	}
	slices.Sort(errs)
	return fmt.Sprintf("| `%s` | `%s %s` | %s |", op.Name, op.Method, op.Path, strings.Join(errs, ", "))
}
