// Package paginators pages any list operation of any SDK: page by page, item by
// item, with botocore's MaxItems, PageSize and StartingToken, and with a resume
// token that is exact to the item. It knows no service.
//
// A [Paginator] is made from two functions, one that fetches a page and one that
// points at its items and its token. The services' own constructors, such as
// a2iruntime.NewListHumanLoopsPaginator, do that; [New] does it for any other
// operation.
//
//	p := a2iruntime.NewListHumanLoopsPaginator(client, input)
//	for loop, err := range p.Items(ctx) {
//		if err != nil {
//			return err // p.ResumeToken() goes on from here, in another run too
//		}
//		…
//	}
//
// # Reading
//
// [Paginator.Items] ranges over items and [Paginator.Pages] over pages. The loop of
// the official paginators, [Paginator.HasMorePages] and [Paginator.NextPage], is
// there too. They can be mixed: each gives what is left. Nothing is fetched before
// it is asked for, unless Options.Prefetch is set: then Pages and Items fetch one
// page ahead.
//
// # Options
//
// All are zero by default: no limit of items, the page size that the service
// chooses, the beginning of the list, no prefetch. Options.MaxItems counts items
// over all pages and cuts the last one. Options.PageSize is what each call asks for;
// the service may give fewer. A negative one of both is an error.
//
// # The end
//
// Only the token ends a list: a short or empty page does not. A token that was used
// before is a [*RepeatedTokenError] after the items of the page that gave it, never an
// endless loop. After the end, NextPage returns [ErrDone].
//
// # Errors
//
// An error is terminal: it is given once, and the paginator is done. Retries are the
// client's. The resume token still names the first item that was not given, so a
// new paginator goes on there. A mistake in the options, such as a
// [*StartingTokenError], is the first call's error, before anything is fetched. When
// the context ends, its error comes with its cause.
//
// # Going on in another run
//
// [Paginator.ResumeToken] names the first item that was not given. Keep it with the
// work that was done, and give it as Options.StartingToken: the next run gives no
// item twice and leaves none out, with any page size. It is "" when nothing is left,
// so there is no next run: an empty StartingToken is the beginning.
//
//   - In Items, an item counts as given when the loop's body gets it, also when the
//     body then breaks off.
//   - In Pages and NextPage, all items of the page do.
//   - The list itself may change between runs. A service's token keeps its place as
//     that service says; AWS does not document for how long.
//
// The token is botocore's, byte for byte: base64 of JSON with the service's token and
// the number of items to skip behind it. So it moves between a boto3 job and a Go
// job, if Options.TokenKey is the token parameter's name in botocore; the services'
// constructors set it. Tokens of botocore's old form, such as TOKEN___3, are read too.
// A page token of the service itself, which boto3 takes as StartingToken, goes into
// Options.ServiceToken or the input's NextToken instead. Give a boto3 job no smaller page size than the run before had:
// botocore skips items of its first page only. The token is not signed: if you
// change it, you change where the list resumes.
//
// # Several lists at once
//
// [Merge] ranges over the items of several paginators, with at most n requests under
// way: as they arrive, or in the order of a comparison. Each paginator keeps a resume
// token of its own.
//
// # Concurrency
//
// A paginator is for one goroutine at a time; make one for each list, which costs
// nothing but its pages. The loop's body may call ResumeToken. When a range has ended,
// nothing of it runs any more, also with Prefetch and Merge.
//
// If the function that fetches a page panics or calls runtime.Goexit, so does the
// goroutine that ranges, with the same value, also with Prefetch and Merge. After a
// break, that includes the page that was fetched ahead.
//
// # Memory
//
// A paginator holds one page, two with Prefetch, and a hash of each token that it
// used.
package paginators
