package paginators_test

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/a2iflows/a2iflows-go/paginators"
)

// A job reads three tables per run and saves its checkpoint as JSON. The last checkpoint
// says that nothing is left, so one more run makes no request.
func ExampleCheckpoint() {
	saved := []byte(`{"state":"notStarted"}`) // in a file, a database, or a heartbeat
	for range 4 {
		var from paginators.Checkpoint
		if err := json.Unmarshal(saved, &from); err != nil {
			fmt.Println(err)
			return
		}
		p := newTablesPaginator(7, func(o *paginators.Options) { o.StartFrom, o.MaxItems = from, 3 })
		for table, err := range p.Items(context.Background()) {
			if err != nil {
				fmt.Println(err) // save the checkpoint even then
				break
			}
			fmt.Println(table)
		}
		var err error
		if saved, err = json.Marshal(p.Checkpoint()); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(string(saved))
	}
	// Output:
	// table-01
	// table-02
	// table-03
	// {"state":"started","resumeToken":"eyJFeGNsdXNpdmVTdGFydFRhYmxlTmFtZSI6ICJ0YWJsZS0wMyJ9"}
	// table-04
	// table-05
	// table-06
	// {"state":"started","resumeToken":"eyJFeGNsdXNpdmVTdGFydFRhYmxlTmFtZSI6ICJ0YWJsZS0wNiJ9"}
	// table-07
	// {"state":"finished"}
	// {"state":"finished"}
}
