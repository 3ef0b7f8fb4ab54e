// Package flowstest is the part of Agents for Amazon Bedrock Runtime that lists flow
// executions, in memory, on a loopback address, for tests and local development. It is to
// Bedrock flows what net/http/httptest is to HTTP.
//
//	srv := flowstest.NewServer()
//	defer srv.Close()
//	client := bedrockflows.NewFromConfig(srv.Config())
//	arn, err := srv.Start(flowstest.Execution{Flow: "FLOW123456"})
//	err = srv.Finish(arn, types.FlowExecutionStatusSucceeded)
//
// The server verifies signatures in full, validates every documented limit and
// responds with AWS's headers and error bodies, so the AWS CLI, boto3 and other SDKs
// work with it unchanged.
//
// # Executions
//
// [Server.Start] starts an execution. It is Running until [Server.Finish] ends it
// as Succeeded, Failed, TimedOut or Aborted; after 24 hours it is TimedOut, as
// documented. By default, an execution's Alias is TSTALIASID, its Version is DRAFT, and its
// Name is random. A page has at most 10 executions, as documented. The newest executions
// come first: AWS does not document the order. See [Options].
//
// # Clients and time
//
// [Server.Config] is a complete aws.Config: the endpoint, the Region us-east-1, the example
// keys of AWS's documentation, and the standard retryer with delays of at most a
// millisecond. Other programs use [Server.URL] and the same keys, with
// AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME. Options.Now is the clock of the executions, which
// a test can set. The server checks signatures by this machine's clock.
//
// # Faults
//
// [Server.Inject] makes calls fail, delays them, breaks their responses or sets the
// service's clock wrong: see [Fault]. [Server.Calls] returns each attempt, and
// [Server.PendingFaults] how many faults have not happened as often as they should. If
// there is a mistake in the options, [Server.Err] and every call of a client with the
// server's Config return it.
//
// # Limits
//
// A body may have at most 40 MiB, and the headers 64 KiB in a server that [NewServer]
// starts. The server keeps a body only if the request's head is valid, and at most 512 MiB
// of bodies at the same time. When that is used up, the response to a request with a body
// of more than 1 MiB is ServiceUnavailable.
//
// # In another server
//
// A [Server] is also an http.Handler; a server of [NewUnstartedServer] is only that.
// The path and the Host header must reach it as they were sent. A server for the AWS
// SDK for JavaScript must accept HTTP/2 without TLS: see
// http.Protocols.SetUnencryptedHTTP2. [NewServer] starts one that does.
//
// # Concurrency
//
// A [Server] is safe for concurrent use. Close returns when all goroutines of the server
// have ended.
package flowstest
