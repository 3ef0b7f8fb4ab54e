package faults

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/clienttest"
)

// checkError checks the error of a call: the README's row for the running test contains
// its ErrorCode and whether it is retryable, and no type in its chain is internal.
func checkError(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	checkNames(t, err)
	test, _, _ := strings.Cut(t.Name(), "/")
	code, retryable := types.ErrorCode(err), types.Retryable(err)
	known := false
	for _, r := range readTable(t) {
		if slices.Contains(r.tests, test) {
			want, ok := r.codes[code]
			known = known || ok && want == retryable
		}
	}
	if !known {
		t.Errorf("the README's row of %s lacks the ErrorCode %s, retryable = %t, of the error %v", test, code, retryable, err)
	}
	codesSeen.Store([2]string{test, code}, true)
}

// checkRefusal calls checkError with the error that a client returns for a local
// service's response with this status and code.
func checkRefusal(t *testing.T, status int, code string) {
	t.Helper()
	refusal := clienttest.Response{Status: status, Header: map[string]string{"X-Amzn-Errortype": code}}
	checkError(t, describe(&clienttest.Exchange{Responses: []clienttest.Response{refusal}}))
}

// codesSeen contains the pairs of test and ErrorCode that checkError has seen.
var codesSeen sync.Map

// missingCodes returns the codes in the README's rows that no test of the row has
// produced. It skips rows whose tests are all in other folders.
func missingCodes() (missing []string) {
	rows, err := parseTable()
	if err != nil {
		return []string{err.Error()}
	}
	for _, r := range rows {
		for code := range r.codes {
			seen := len(r.tests) == 0
			for _, test := range r.tests {
				_, ok := codesSeen.Load([2]string{test, code})
				seen = seen || ok
			}
			if !seen {
				missing = append(missing, fmt.Sprintf("no test has produced the ErrorCode %s of the fault %q", code, r.fault))
			}
		}
	}
	return missing
}

// allTestsRan reports whether the command line runs all tests.
func allTestsRan() bool {
	for _, name := range []string{"test.run", "test.skip", "test.fuzz", "test.list"} {
		if flag.Lookup(name).Value.String() != "" {
			return false
		}
	}
	return true
}

// internalName is a type of an internal package, as %T prints it.
var internalName = regexp.MustCompile(`\b(apierrors|awsclient|httpclient|redact|restjson|sigv4sign)\.[A-Za-z]`)

// checkNames checks that an error's message names no internal type, and that each type in its
// tree is exported by a public package or belongs to the standard library or an SDK that
// callers know. Workflow engines print both.
//
//nolint:errorlint // it visits every error of the tree by itself
func checkNames(t *testing.T, err error) {
	t.Helper()
	if name := internalName.FindString(err.Error()); name != "" {
		t.Errorf("the error names %s...: %v", name, err)
	}
	if typ := reflect.TypeOf(err); !isPublic(t, typ) {
		t.Errorf("the error has the type %v, which no public package exports: %v", typ, err)
	}
	switch e := err.(type) {
	case *types.CallError:
		for _, earlier := range append(e.Earlier, e.Err) {
			checkNames(t, earlier)
		}
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			checkNames(t, inner)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			checkNames(t, inner)
		}
	}
}

func isPublic(t *testing.T, typ reflect.Type) bool {
	t.Helper()
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	const module = "github.com/a2iflows/a2iflows-go/"
	switch path := typ.PkgPath(); {
	case path == module+"internal/faults": // custom types of the caller
		return true
	case path == module+"internal/apierrors":
		return slices.Contains(aliases(t), typ.Name())
	case strings.HasPrefix(path, module):
		return !strings.Contains(path, "/internal/") && typ.Name()[0] < 'a'
	default:
		host, _, _ := strings.Cut(path, "/")
		return !strings.Contains(host, ".") || strings.HasPrefix(path, "github.com/aws/")
	}
}

var aliasDeclaration = regexp.MustCompile(`(?m)^type (\w+) = apierrors\.(\w+)\r?$`)

// aliases returns the types of internal/apierrors that both types packages export with
// the same name.
func aliases(t *testing.T) (names []string) {
	t.Helper()
	inBoth := map[string]int{}
	for _, service := range []string{"a2iruntime", "bedrockflows"} {
		for _, file := range []string{"call_errors.go", "common_errors.go"} {
			text, err := os.ReadFile("../../" + service + "/types/" + file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range aliasDeclaration.FindAllStringSubmatch(string(text), -1) {
				if match[1] == match[2] {
					inBoth[match[1]]++
				}
			}
		}
	}
	for name, n := range inBoth {
		if n == 2 {
			names = append(names, name)
		}
	}
	return names
}

// Retryable knows every code in the README and returns the README's result, or the row
// names a status that determines it.
func TestReadmeCodes(t *testing.T) {
	for _, r := range readTable(t) {
		for code, retryable := range r.codes {
			if want, known := apierrors.RetryableCodes[code]; known && want != retryable {
				t.Errorf("the README says that %s is retryable = %t, in the row %q", code, retryable, r.fault)
			}
		}
	}
}
