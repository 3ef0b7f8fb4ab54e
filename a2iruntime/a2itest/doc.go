// Package a2itest is Amazon Augmented AI Runtime in memory, on a loopback address, for
// tests and local development. It is to A2I what net/http/httptest is to HTTP.
//
//	srv := a2itest.NewServer()
//	defer srv.Close()
//	client := a2iruntime.NewFromConfig(srv.Config())
//	… // your program starts the loop invoice-1 with the client
//	err := srv.Complete("invoice-1", `{"total": "2,211.00"}`) // the reviewer answers
//
// The server verifies signatures in full, validates every documented limit and
// responds with AWS's headers and error bodies, so the AWS CLI, boto3 and other
// SDKs work with it unchanged.
//
// # Loops
//
// Loops have the documented states. A loop is InProgress until [Server.Complete] makes it
// Completed, [Server.Fail] or Options.ExpireAfter makes it Failed, or StopHumanLoop makes
// it Stopping and then Stopped. Only loops that have ended can be deleted. [Server.Start]
// starts a loop without a request, for tests that need many. [Server.Loop] and
// [Server.Loops] return loops, and [Server.Input] returns what a reviewer sees.
//
// Starting a loop again with the same name and input returns the same loop. Different
// input is a ConflictException. AWS documents this for active loops only. This server
// does the same for loops that have ended, unless Options.ReuseEndedNames is set.
//
// Behavior that AWS does not document is a field of [Options], which states its default.
// By default, every flow definition exists, there is no quota, and loops never expire.
// Stopping and deleting take no time. Lists have pages of 10 items, the newest first,
// and include loops at exactly their time bounds. Errors for which AWS documents no code are
// ValidationExceptions, for example if you delete a loop that is InProgress.
//
// # Answers and events
//
// A Completed loop has an output document, as A2I writes it to S3: [Server.Output]
// returns it, and [Server.GetObject] makes the server an answers.ObjectGetter. Like an
// object in S3, the document outlives its loop. The date in its path is when the loop was
// created, as documented. A loop has its OutputS3Uri from the start: see
// Options.OutputOnlyWhenCompleted. [Server.ServeS3] serves the documents to S3 clients of
// any language.
//
// [Server.Events] returns the EventBridge event of each loop that has ended. The server
// also calls Options.OnEvent with each event, so that you can test your event handler.
// AWS may deliver an event twice: to test that, call the handler twice.
//
// # Storage
//
// Loops are in memory. With a [Storage] in the options they outlive the server: the server
// acknowledges no change before it is saved, even if Save fails or panics.
// examples/localservice saves loops in a file.
//
// # Clients
//
// [Server.Config] is a complete aws.Config: the endpoint, the Region us-east-1, the example
// keys of AWS's documentation, and the standard retryer with delays of at most a
// millisecond. A client with its own Retryer has that Retryer's delays. Other programs
// use [Server.URL] and the same keys, in AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME,
// AWS_REGION (AWS_DEFAULT_REGION for boto3 and version 1 of the AWS CLI),
// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
//
// # Time
//
// Options.Now is the clock of the loops. A test can set it, stop it or let it jump, so no
// test needs to sleep. The server checks signatures by this machine's clock: they may
// be 5 minutes off, and a presigned URL that does not state its validity is valid for
// 15 minutes. Waiters have their own clock: see waiters.Options.
//
// # Faults
//
// [Server.Inject] makes calls fail, delays them, breaks their responses or sets the
// service's clock wrong: see [Fault]. [Server.Calls] returns each attempt, and
// [Server.PendingFaults] how many faults have not happened as often as they
// should.
//
//	err := srv.Inject(a2itest.Fault{Operation: "ListHumanLoops", Code: "ThrottlingException", Times: 2})
//
// # Limits
//
// A body may have at most 40 MiB, and the headers 64 KiB in a server that [NewServer]
// starts. The server keeps a body only if the request's head is valid: its operation, key,
// scope and time. All bodies together use at most 512 MiB of memory, until their requests
// have a response. When that is used up, the response to a request with a body of more than
// 1 MiB is ServiceUnavailable, which clients retry. Input and answers may nest
// answers.MaxInputDepth and answers.MaxAnswerDepth deep.
//
// # Errors of the server itself
//
// NewServer does not fail. If there is a mistake in the options, or no loopback interface is
// available, [Server.Err] and every call of a client with the server's Config return the
// error.
//
// # In another server
//
// A [Server] is also an http.Handler; a server of [NewUnstartedServer] is only that.
// The path and the Host header must reach it as they were sent, because the signature
// covers them. A server for the AWS SDK for JavaScript must accept HTTP/2 without TLS:
// see http.Protocols.SetUnencryptedHTTP2. [NewServer] starts one that does.
//
// # Concurrency
//
// A Server is safe for concurrent use, including by parallel tests. Such tests share the
// names of loops, and a fault happens to the first call, whichever test makes it.
// Options.Now must be safe for concurrent use as well. Close cancels requests in
// progress, and returns when all goroutines of the server have ended.
package a2itest
