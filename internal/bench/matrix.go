package bench

import "context"

// Row is one operation with inputs or settings of different shapes. What a cell costs, for a
// byte, an item or a call, should not depend on its shape.
type Row struct {
	Name string
	Unit string // of Cell.Units: what the costs are divided by

	// Reference says what References do.
	Reference string

	// Cells are the cells. The first one is the plain cell, to which the others are compared.
	Cells []Cell
}

// Cell is one shape.
type Cell struct {
	Name  string
	Units float64 // in one Do
	Bytes float64 // of the response in one Do, 0 if its length does not matter

	Ours, Reference func(context.Context) error
}

// Work has both subjects of all cells, so that a round measures them in turn.
func (r *Row) Work() Work {
	w := Work{Name: r.Name}
	for _, c := range r.Cells {
		w.Subjects = append(w.Subjects, Subject{c.Name, c.Ours}, Subject{ReferenceOf(c.Name), c.Reference})
	}
	return w
}

// ReferenceOf is the name of a cell's reference.
func ReferenceOf(cell string) string { return cell + ", reference" }

// Matrix returns all rows.
func Matrix() []Row {
	return []Row{starts(), pages(), pageSizes(), responses(), settings(), concurrency()}
}
