package testenv_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	a2itypes "github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/aws/smithy-go/middleware"
	"github.com/google/go-cmp/cmp"
)

const modulePath = "github.com/a2iflows/a2iflows-go/"

// Workflow engines, queues and functions pass values as JSON. Each struct that a user may
// pass is unchanged after encoding/json has written and read it, with every field set and
// with none.
func TestStructsSurviveJSON(t *testing.T) {
	for _, s := range jsonStructs {
		typ := reflect.TypeOf(s.zero)
		t.Run(typ.String(), func(t *testing.T) {
			f := filler{precision: max(s.precision, time.Nanosecond)}
			filled := reflect.New(typ)
			if err := f.fill(filled.Elem(), typ.Name()); err != nil {
				t.Fatal(err)
			}
			if s.valid != nil {
				s.valid(filled.Interface())
			}
			survive(t, filled.Elem())
			if s.valid == nil {
				survive(t, reflect.Zero(typ))
				return
			}
			if text, err := json.Marshal(s.zero); err == nil {
				t.Errorf("the zero value is written as %s, but it is not valid", text)
			}
			if err := json.Unmarshal([]byte(`{}`), reflect.New(typ).Interface()); err == nil {
				t.Error("{} is read, but it is not valid")
			}
		})
	}
}

// survive writes and reads a value. ResultMetadata is written as {}, so it is lost.
func survive(t *testing.T, want reflect.Value) {
	t.Helper()
	written := reflect.New(want.Type())
	written.Elem().Set(want)
	if metadata := written.Elem().FieldByName("ResultMetadata"); metadata.IsValid() {
		metadata.Addr().Interface().(*middleware.Metadata).Set("handler", func() {})
	}
	text, err := json.Marshal(written.Elem().Interface())
	if err != nil {
		t.Fatal(err)
	}
	read := reflect.New(want.Type())
	if err := json.Unmarshal(text, read.Interface()); err != nil {
		t.Fatalf("read %s: %v", text, err)
	}
	if !reflect.DeepEqual(want.Interface(), read.Elem().Interface()) {
		t.Errorf("%s is read differently (-want +got):\n%s", text, cmp.Diff(want.Interface(), read.Elem().Interface(), cmp.AllowUnexported(middleware.Metadata{})))
	}
}

// The service accepts an empty list of classifiers, but not null.
func TestEmptyListSurvivesJSON(t *testing.T) {
	survive(t, reflect.ValueOf(a2itypes.HumanLoopDataAttributes{ContentClassifiers: []a2itypes.ContentClassifier{}}))
}

// filler fills values, each with a different one.
type filler struct {
	n         int
	precision time.Duration
	within    []reflect.Type // the structs that are being filled
}

func (f *filler) fill(v reflect.Value, path string) error {
	f.n++
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		at := time.Date(2026, 3, 1, 8, 0, f.n, 123_456_789, time.UTC).Truncate(f.precision)
		v.Set(reflect.ValueOf(at))
		return nil
	case v.Type() == reflect.TypeFor[json.RawMessage]():
		v.SetBytes(fmt.Appendf(nil, `{"n":[%d]}`, f.n))
		return nil
	case v.Type() == reflect.TypeFor[middleware.Metadata]():
		return nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return f.fill(v.Elem(), path)
	case reflect.Struct:
		return f.fields(v, path)
	case reflect.Slice:
		if elem := v.Type().Elem(); !f.isWithin(elem) {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			for i := range v.Len() {
				if err := f.fill(v.Index(i), fmt.Sprintf("%s[%d]", path, i)); err != nil {
					return err
				}
			}
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if err := f.fill(key, path+" key"); err != nil {
			return err
		}
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
		return f.fill(value, path+" value")
	case reflect.String:
		v.SetString(fmt.Sprintf("<text %d> & \"ü\"", f.n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(f.n))
	case reflect.Uint8, reflect.Uint64:
		v.SetUint(uint64(f.n))
	case reflect.Float64:
		v.SetFloat(float64(f.n) + 0.543)
	case reflect.Interface:
		if v.NumMethod() > 0 {
			return fmt.Errorf("%s is an interface, which JSON does not read: add the struct to notJSON", path)
		}
		v.Set(reflect.ValueOf(fmt.Sprint("any ", f.n)))
	default:
		return fmt.Errorf("%s is a %s: tag it `json:\"-\"`, or add the struct to notJSON", path, v.Kind())
	}
	return nil
}

func (f *filler) fields(v reflect.Value, path string) error {
	f.within = append(f.within, v.Type())
	defer func() { f.within = f.within[:len(f.within)-1] }()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		switch {
		case field.Tag.Get("json") == "-":
		case !field.IsExported():
			return fmt.Errorf("%s.%s is not exported: add the struct to notJSON and write a test for it", path, field.Name)
		default:
			if err := f.fill(v.Field(i), path+"."+field.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

// isWithin reports whether a type contains itself. Such a type is filled to one level
// only.
func (f *filler) isWithin(t reflect.Type) bool {
	levels := 0
	for _, outer := range f.within {
		if outer == t {
			levels++
		}
	}
	return levels > 1
}

// Every exported struct is in jsonStructs or notJSON, and they contain nothing else.
func TestJSONStructsAreComplete(t *testing.T) {
	unknown := map[string]bool{} // names that are not found in the sources
	for _, s := range jsonStructs {
		typ := reflect.TypeOf(s.zero)
		unknown[typ.PkgPath()+"."+typ.Name()] = true
	}
	for name := range notJSON {
		unknown[name] = true
	}
	for _, folder := range jsonPackages {
		for _, typ := range structsOf(t, folder) {
			name := typ[strings.LastIndexByte(typ, '.')+1:]
			if _, ok := unknown[typ]; ok {
				unknown[typ] = false
			} else if _, ok := notJSON[name]; ok {
				unknown[name] = false
			} else {
				t.Errorf("%s: %s is in neither jsonStructs nor notJSON: add it", folder, name)
			}
		}
	}
	for name, missing := range unknown {
		if missing {
			t.Errorf("%s is not an exported struct of %v: remove it", name, jsonPackages)
		}
	}
}

// structsOf returns the exported structs of the package in a folder, by package path and
// name, including aliases of internal types.
func structsOf(t *testing.T, folder string) (structs []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(folder), "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s has no Go files: %v", folder, err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			if !ok || !spec.Name.IsExported() {
				_, body := node.(*ast.FuncDecl)
				return !body
			}
			switch typ := spec.Type.(type) {
			case *ast.StructType:
				structs = append(structs, modulePath+folder+"."+spec.Name.Name)
			case *ast.SelectorExpr:
				structs = append(structs, fmt.Sprintf("%sinternal/%v.%s", modulePath, typ.X, typ.Sel.Name))
			}
			return false
		})
	}
	return structs
}
