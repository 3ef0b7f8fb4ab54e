package paginators_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// A resume token of another operation returns an error before the first request.
func ExampleStartingTokenError() {
	p := newTablesPaginator(7, func(o *paginators.Options) {
		o.StartingToken = "eyJOZXh0VG9rZW4iOiAiYWJjIn0=" // {"NextToken": "abc"}
	})
	_, err := p.NextPage(context.Background())
	var refused *paginators.StartingTokenError
	if errors.As(err, &refused) {
		fmt.Println(refused.Err)
	}
	// Output:
	// it has no member ExclusiveStartTableName: it may belong to another operation; to begin at a page token of the service itself, set it in the input instead
}

// This service returns the same token again and again, which would cause an endless loop.
// The paginator returns the items of the pages so far, and then the error.
func ExampleRepeatedTokenError() {
	type page struct{ tables []string }
	fetch := func(context.Context, *string, int32, ...func(*dynamodbOptions)) (*page, error) {
		return &page{[]string{"table-01", "table-02"}}, nil
	}
	unpack := func(p *page) (*[]string, *string) { return &p.tables, aws.String("table-02") }
	p := paginators.New(paginators.Definition[dynamodbOptions, page, string]{Fetch: fetch, Unpack: unpack})
	for table, err := range p.Items(context.Background()) {
		var repeated *paginators.RepeatedTokenError
		if errors.As(err, &repeated) {
			fmt.Println("repeated:", repeated.Token)
			return
		}
		fmt.Println(table)
	}
	// Output:
	// table-01
	// table-02
	// table-01
	// table-02
	// repeated: table-02
}

// An error ends the paginator. Its resume token still names the first item that was not
// returned.
func ExamplePaginator_Items() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	p := newTablesPaginator(7)
	for table, err := range p.Items(ctx) {
		if err != nil {
			fmt.Println("error:", err)
			break
		}
		fmt.Println(table)
		if table == "table-03" {
			cancel() // between two pages
		}
	}
	fmt.Println("more pages:", p.HasMorePages())
	rest := newTablesPaginator(7, func(o *paginators.Options) { o.StartingToken = p.ResumeToken() })
	for table, err := range rest.Items(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(table)
	}
	// Output:
	// table-01
	// table-02
	// table-03
	// error: context canceled
	// more pages: false
	// table-04
	// table-05
	// table-06
	// table-07
}

// NextPage works as in the official paginators. MaxItems cuts the last page.
func ExamplePaginator_NextPage() {
	p := newTablesPaginator(7, func(o *paginators.Options) { o.MaxItems = 4 })
	for p.HasMorePages() {
		page, err := p.NextPage(context.Background())
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(page.TableNames)
	}
	// Output:
	// [table-01 table-02 table-03]
	// [table-04]
}
