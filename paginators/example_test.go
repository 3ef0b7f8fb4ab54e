package paginators_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/a2iflows/a2iflows-go/paginators"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// An operation that this module does not have: DynamoDB's ListTables. Its page size is
// Limit, its token is a table's name, and its parameters are not called NextToken.
// dynamodb stands for the client's package,
// github.com/aws/aws-sdk-go-v2/service/dynamodb.
type (
	dynamodbOptions struct{}

	listTablesInput struct {
		ExclusiveStartTableName *string
		Limit                   *int32
	}

	listTablesOutput struct {
		LastEvaluatedTableName *string
		TableNames             []string
	}

	// dynamodbFake is a client with this number of tables.
	dynamodbFake int
)

func (tables dynamodbFake) ListTables(_ context.Context, in *listTablesInput, _ ...func(*dynamodbOptions)) (*listTablesOutput, error) {
	first, out := 1, &listTablesOutput{}
	if in.ExclusiveStartTableName != nil {
		last, err := strconv.Atoi((*in.ExclusiveStartTableName)[len("table-"):])
		if err != nil {
			return nil, err
		}
		first = last + 1
	}
	for i := first; i <= int(tables); i++ {
		if len(out.TableNames) == int(aws.ToInt32(in.Limit)) {
			out.LastEvaluatedTableName = aws.String(fmt.Sprintf("table-%02d", i-1))
			break
		}
		out.TableNames = append(out.TableNames, fmt.Sprintf("table-%02d", i))
	}
	return out, nil
}

type tablesPaginator = paginators.Paginator[dynamodbOptions, listTablesOutput, string]

// newTablesPaginator shows everything that a paginator for another client needs.
// TokenKey is botocore's name for the token, so that a boto3 job can use the resume
// tokens.
func newTablesPaginator(client dynamodbFake, optFns ...func(*paginators.Options)) *tablesPaginator {
	return paginators.New(paginators.Definition[dynamodbOptions, listTablesOutput, string]{
		Fetch: func(ctx context.Context, token *string, size int32, optFns ...func(*dynamodbOptions)) (*listTablesOutput, error) {
			return client.ListTables(ctx, &listTablesInput{ExclusiveStartTableName: token, Limit: aws.Int32(size)}, optFns...)
		},
		Unpack: func(page *listTablesOutput) (*[]string, *string) {
			return &page.TableNames, page.LastEvaluatedTableName
		},
		TokenKey: "ExclusiveStartTableName",
		PageSize: 3,
	}, optFns...)
}

// Two functions make a paginator for any list operation of any client: see
// newTablesPaginator.
func ExampleNew() {
	ctx := context.Background()
	first := newTablesPaginator(7, func(o *paginators.Options) { o.MaxItems = 5 })
	for table, err := range first.Items(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(table)
	}
	fmt.Println("in another run:")
	for table, err := range newTablesPaginator(7, func(o *paginators.Options) { o.StartingToken = first.ResumeToken() }).Items(ctx) {
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
	// table-04
	// table-05
	// in another run:
	// table-06
	// table-07
}

// Merge reads sorted lists concurrently and returns one sorted list.
func ExampleMerge() {
	here, there := newTablesPaginator(3), newTablesPaginator(4)
	for table, err := range paginators.Merge(context.Background(), 2, strings.Compare, here, there) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(table)
	}
	// Output:
	// table-01
	// table-01
	// table-02
	// table-02
	// table-03
	// table-03
	// table-04
}

// The page size may change between two runs, because the token names an item, not a page.
func ExamplePaginator_ResumeToken() {
	ctx := context.Background()
	p := newTablesPaginator(10)
	for table, err := range p.Items(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if table == "table-05" {
			break
		}
	}
	fmt.Println(p.ResumeToken())
	rest := newTablesPaginator(10, func(o *paginators.Options) { o.StartingToken, o.PageSize = p.ResumeToken(), 100 })
	page, err := rest.NextPage(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(page.TableNames)
	// Output:
	// eyJFeGNsdXNpdmVTdGFydFRhYmxlTmFtZSI6ICJ0YWJsZS0wMyIsICJib3RvX3RydW5jYXRlX2Ftb3VudCI6IDJ9
	// [table-06 table-07 table-08 table-09 table-10]
}
