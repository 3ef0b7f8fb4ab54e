package bench

import "context"

// Row is one operation with inputs or settings of different shapes. The cost of a cell per
// byte, item or call should not depend on its shape.
type Row struct {
	Name string
	Unit string // the unit of Cell.Units

	// Reference describes the References of the cells.
	Reference string

	// Cells contains the plain cell first. The others are compared with it.
	Cells []Cell
}

// Cell is one shape.
type Cell struct {
	Name  string
	Units float64 // per call of Ours or Reference; costs are divided by it
	Bytes float64 // the size of the responses per call, 0 if it does not matter

	Ours, Reference func(context.Context) error
}

// Work returns a work with both subjects of all cells, so that a round measures them in turn.
func (r *Row) Work() Work {
	w := Work{Name: r.Name}
	for _, c := range r.Cells {
		w.Subjects = append(w.Subjects, Subject{c.Name, c.Ours}, Subject{ReferenceOf(c.Name), c.Reference})
	}
	return w
}

// ReferenceOf returns the name of a cell's reference.
func ReferenceOf(cell string) string { return cell + ", reference" }

// Matrix returns all rows.
func Matrix() []Row {
	return []Row{starts(), pages(), pageSizes(), responses(), settings(), concurrency()}
}
