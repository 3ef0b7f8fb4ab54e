package conformance

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// flat contains the values of a document by their paths, such as "errors[0].nodeName".
type flat map[string]string

// flatten adds a JSON value.
func (f flat) flatten(path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, v := range value {
			if path == "" {
				f.flatten(name, v)
			} else {
				f.flatten(path+"."+name, v)
			}
		}
	case []any:
		for i, v := range value {
			f.flatten(fmt.Sprintf("%s[%d]", path, i), v)
		}
	case string:
		f[path] = strconv.Quote(value)
	default:
		f[path] = fmt.Sprint(value)
	}
}

// flattenGo adds a Go value. It omits nil and "".
func (f flat) flattenGo(path string, v reflect.Value) {
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil():
		f.flattenGo(path, v.Elem())
	case v.Type() == timeType:
		f[path] = v.Interface().(time.Time).Format(time.RFC3339Nano)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "ResultMetadata" {
				f.flattenGo(strings.TrimPrefix(path+"."+name, "."), v.Field(i))
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			f.flattenGo(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case v.Kind() == reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			f.flattenGo(fmt.Sprintf("%s[%v]", path, entries.Key()), entries.Value())
		}
	case v.Kind() == reflect.String && v.Len() > 0:
		f[path] = strconv.Quote(v.String())
	case v.CanInt():
		f[path] = strconv.FormatInt(v.Int(), 10)
	}
}

// differences describes how a document differs from the row.
func differences(document string, want, got flat) (problems []string) {
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if value, ok := got[path]; !ok {
			problems = append(problems, fmt.Sprintf("%s does not have %s, want %s", document, path, want[path]))
		} else if value != want[path] {
			problems = append(problems, fmt.Sprintf("%s has %s = %s, want %s", document, path, value, want[path]))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[path]; !ok {
			problems = append(problems, fmt.Sprintf("%s has an unexpected %s = %s", document, path, got[path]))
		}
	}
	return problems
}
