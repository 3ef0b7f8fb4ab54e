// Package a2itest is Amazon Augmented AI Runtime in memory, on a loopback
// address, for tests and local work: as net/http/httptest is to net/http.
//
//	srv := a2itest.NewServer()
//	defer srv.Close()
//	client := a2iruntime.NewFromConfig(srv.Config())
//
// The server verifies signatures in full, validates every documented limit and
// answers with AWS's headers and error bodies, so the AWS CLI, boto3 and other
// SDKs work against it unchanged.
//
// # Loops
//
// Loops live as documented: InProgress, then Completed by [Server.Complete], Failed
// by [Server.Fail] or Options.ExpireAfter, or Stopping and Stopped. Only loops that
// have ended can be deleted. [Server.Start] starts a loop without a request, for tests
// that need many; [Server.Loop] and [Server.Loops] return them, [Server.Input] what a
// reviewer sees.
//
// Starting a loop again with the same name and input returns the same loop. Other
// input is a ConflictException. AWS documents this for active loops only. This server
// does the same for loops that have ended, unless Options.ReuseEndedNames is set.
//
// What AWS leaves undocumented is a field of [Options], with its default there. By
// default, every flow definition exists, there is no quota, and loops never expire.
// Stopping and deleting take no time. Lists have pages of
// 10 items, the newest first, and include their time bounds. Errors for which AWS
// documents no code are ValidationExceptions, such as that of deleting a loop that is
// InProgress.
//
// # Answers and events
//
// A Completed loop has an output document, as A2I writes it to S3: [Server.Output]
// returns it, and [Server.GetObject] makes the server an answers.ObjectGetter. Like an
// object in S3, it outlives its loop. Its date is the loop's, as documented. A loop
// has its OutputS3Uri from the start: see Options.OutputOnlyWhenCompleted.
// [Server.ServeS3] serves the documents to S3 clients of any language.
//
// [Server.Events] returns the EventBridge event of each loop that has ended, and
// Options.OnEvent is called with it, so that code that takes events is tested too.
// To be delivered twice, as AWS may, call the code twice.
//
// # Storage
//
// Loops are in memory. With a [Storage] in the options they outlive the server: no
// change is acknowledged before it is saved, even if Save fails or panics.
// examples/localservice saves them in a file.
//
// # Clients
//
// [Server.Config] is a complete aws.Config: endpoint, Region us-east-1, the example
// keys of AWS's documentation, and the standard retryer with delays of at most a
// millisecond. A client with a Retryer of its own waits as that says. Other programs
// use [Server.URL] and the same keys, in AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME,
// AWS_REGION (AWS_DEFAULT_REGION for boto3 and version 1 of the AWS CLI),
// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
//
// # Time
//
// Loops live by Options.Now, which a test can set, let stand still or let jump: no
// test needs to sleep. Signatures are checked against this machine's clock: they may
// be 5 minutes off, and a presigned URL is valid for 15 minutes where it does not say
// how long. Waiters have a clock of their own: see waiters.Options.
//
// # Faults
//
// [Server.Inject] makes calls fail, late, broken or with a wrong clock: see [Fault].
// [Server.Calls] shows each attempt, and [Server.PendingFaults] whether all faults
// have happened.
//
//	err := srv.Inject(a2itest.Fault{Operation: "ListHumanLoops", Code: "ThrottlingException", Times: 2})
//
// # Limits
//
// Bodies have at most 40 MiB, and headers 64 KiB in a server of [NewServer]. The server
// keeps a body only if the request's head is valid: its operation, key, scope and time.
// Bodies take at most 512 MiB of memory at once, until their requests have a response.
// A further one of more than 1 MiB is answered with ServiceUnavailable, which clients
// retry. Input and answers may nest answers.MaxInputDepth and
// answers.MaxAnswerDepth deep.
//
// # Errors of the server itself
//
// NewServer does not fail. A mistake in the options, or a loopback interface that
// cannot be had, is the error of [Server.Err] and of every call of a client of Config.
//
// # In another server
//
// A [Server] is an http.Handler too; one of [NewUnstartedServer] is nothing else.
// The path and the Host header must reach it as they were sent, since the signature
// covers them. A server for the AWS SDK for JavaScript must speak HTTP/2 without TLS:
// see http.Protocols.SetUnencryptedHTTP2. [NewServer]'s does.
//
// # Concurrency
//
// A Server is safe for concurrent use, by parallel tests too; but loops share their
// names, and faults hit whoever calls first. Now must be safe as well. Close returns
// when nothing of the server runs any more; requests under way are broken off.
package a2itest
