// Package paginators reads any list operation of any SDK: page by page or item by
// item, with botocore's MaxItems, PageSize and StartingToken, and with checkpoints
// that are exact to the item.
//
//	p := a2iruntime.NewListHumanLoopsPaginator(client, input)
//	for loop, err := range p.Items(ctx) {
//		if err != nil {
//			return err // p.Checkpoint() names the next item, for another run
//		}
//		…
//	}
//
// The services' constructors, such as a2iruntime.NewListHumanLoopsPaginator, make
// paginators. For any other operation, call [New] with a [Definition]: a [Paginator]
// consists of two functions, one that fetches a page and one that returns the page's items
// and next token. The package does not depend on any service.
//
// # Reading
//
// [Paginator.Items] ranges over items and [Paginator.Pages] over pages.
// [Paginator.HasMorePages] and [Paginator.NextPage] work as in the official paginators.
// You can mix all of them: each continues where the last one stopped. A page is fetched
// when it is needed. With Options.Prefetch, Pages and Items fetch one page in advance.
//
// # Options
//
// All options are zero by default: no limit on items, the service's default page size,
// the beginning of the list, no prefetch. Options.MaxItems counts items
// over all pages and cuts the last one. Options.PageSize is the number of items that
// each call requests; the service may return fewer. A negative number is an error.
//
// # The end
//
// Only the token ends a list: a short or empty page does not. If a service returns a
// token for the second time, a [*RepeatedTokenError] follows the items of that page,
// which prevents an endless loop. After the end, NextPage returns [ErrDone].
//
// # Errors
//
// An error is terminal: the paginator returns it once, and then it is done. The client
// retries, not the paginator. The checkpoint still names the first item that was not
// returned, so a new paginator can continue there. A mistake in the options, such as a
// [*StartingTokenError], is returned by the first call, before the first request. If the
// context ends, its error wraps its cause.
//
// # Resuming in another run
//
// [Paginator.Checkpoint] names the first item that was not returned. Save it, as JSON,
// with your output, and set it as Options.StartFrom: the next run returns no item twice
// and omits none, with any page size.
//
//   - In Items, an item counts as returned when the loop's body gets it, even if the
//     body then breaks.
//   - In Pages and NextPage, all items of the page count.
//   - The list itself may change between runs. The service decides how its token keeps the
//     position. AWS does not document how long a token is valid.
//
// A [Checkpoint] is not started, started, or finished. A run that starts from a finished
// checkpoint makes no request, so a job need not know whether anything is left.
//
// [Paginator.ResumeToken] is for jobs that share their place with boto3 or the AWS CLI.
// Set it as Options.StartingToken. It is "" when nothing is left. Then do not start
// another run: an empty StartingToken is the beginning of the list.
//
// The token is the same as botocore's, byte for byte: base64 of JSON with the service's
// token and the number of items to skip after it. So a Go job can use a boto3 job's token,
// and vice versa. Tokens of botocore's old form, such as TOKEN___3, are
// read too. boto3 also accepts a page token of the service itself as StartingToken;
// here, set it as the input's NextToken instead. A boto3 job must not use a smaller page size
// than the run before: botocore skips items of its first page only.
//
// Checkpoints and tokens are not signed: if you change a checkpoint or a token, you
// change where the list resumes.
//
// # Several lists at once
//
// [Merge] ranges over the items of several paginators, with at most n requests at the
// same time. Items come as they arrive, or sorted by a comparison function. Each
// paginator has its own checkpoint.
//
// # Concurrency
//
// Use a paginator from one goroutine at a time. Make one for each list: it costs
// only its pages. The loop's body may call Checkpoint and ResumeToken. When a
// range has ended, all its goroutines have ended, even with Prefetch and Merge.
//
// If the function that fetches a page panics or calls runtime.Goexit, so does the
// goroutine that ranges, with the same value, even with Prefetch and Merge. After a
// break, this applies to the page that was fetched in advance.
//
// # Memory
//
// A paginator holds one page, two with Prefetch, and a hash of each token that it
// used.
package paginators
