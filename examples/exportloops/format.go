package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"time"
)

// writer writes rows in one format.
type writer struct {
	write func(row []any) error
	flush func() error
}

// newWriter returns a writer to out. If fresh is set, a CSV file starts with the column
// names.
func newWriter(format string, columns []string, out io.Writer, fresh bool) (*writer, error) {
	if format == "csv" {
		w := csv.NewWriter(out)
		flush := func() error {
			w.Flush()
			return w.Error()
		}
		if fresh {
			if err := w.Write(columns); err != nil {
				return nil, err
			}
		}
		return &writer{func(row []any) error { return w.Write(formatValues(row)) }, flush}, nil
	}
	return &writer{
		write: func(row []any) error {
			line, err := jsonLine(columns, formatValues(row))
			if err != nil {
				return err
			}
			_, err = out.Write(line)
			return err
		},
		flush: func() error { return nil },
	}, nil
}

// jsonLine returns a row as a line with a JSON object. It omits empty columns.
func jsonLine(columns, row []string) ([]byte, error) {
	line := []byte{'{'}
	for i, column := range columns {
		if row[i] == "" {
			continue
		}
		if len(line) > 1 {
			line = append(line, ',')
		}
		name, err := json.Marshal(column)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(row[i])
		if err != nil {
			return nil, err
		}
		line = append(append(append(line, name...), ':'), value...)
	}
	return append(line, "}\n"...), nil
}

// formatValues formats each value as a string. A nil pointer becomes "".
func formatValues(row []any) []string {
	formatted := make([]string, len(row))
	for i, value := range row {
		v := reflect.ValueOf(value)
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				continue
			}
			v = v.Elem()
		}
		if t, ok := v.Interface().(time.Time); ok {
			formatted[i] = t.UTC().Format(time.RFC3339Nano)
		} else {
			formatted[i] = fmt.Sprint(v.Interface())
		}
	}
	return formatted
}
