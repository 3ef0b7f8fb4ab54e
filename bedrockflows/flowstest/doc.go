// Package flowstest is the part of Agents for Amazon Bedrock Runtime that reads
// flow executions, in memory, on a loopback address, for tests and local work:
// as net/http/httptest is to net/http.
//
//	srv := flowstest.NewServer()
//	defer srv.Close()
//	arn, err := srv.Start(flowstest.Execution{Flow: "FLOW123456"})
//	client := bedrockflows.NewFromConfig(srv.Config())
//
// The server verifies signatures in full, validates every documented limit and
// answers with AWS's headers and error bodies, so the AWS CLI, boto3 and other SDKs
// work against it unchanged.
//
// # Executions
//
// [Server.Start] begins an execution, which is Running until [Server.Finish] ends it
// as Succeeded, Failed, TimedOut or Aborted; after 24 hours it is TimedOut, as
// documented. An execution's Alias is TSTALIASID, its Version DRAFT and its Name a
// random one, unless they are given. A page has at most 10 executions, as documented.
// The newest are first: AWS does not document the order. See [Options].
//
// # Clients and time
//
// [Server.Config] is a complete aws.Config: endpoint, Region us-east-1, the example
// keys of AWS's documentation, and the standard retryer with delays of at most a
// millisecond. Other programs use [Server.URL] and the same keys, with
// AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME. Executions live by Options.Now, which a test
// can set; signatures are checked against this machine's clock.
//
// # Faults
//
// [Server.Inject] makes calls fail, late, broken or with a wrong clock: see [Fault].
// [Server.Calls] shows each attempt, and [Server.PendingFaults] whether all faults
// have happened. A mistake in the options is
// the error of [Server.Err] and of every call of a client of Config.
//
// # Limits
//
// Bodies have at most 40 MiB, and headers 64 KiB in a server of [NewServer]. The server
// keeps a body only if the request's head is valid, and at most 512 MiB of bodies at
// once: a further one of more than 1 MiB is answered with ServiceUnavailable.
//
// # In another server
//
// A [Server] is an http.Handler too; one of [NewUnstartedServer] is nothing else.
// The path and the Host header must reach it as they were sent. A server for the AWS
// SDK for JavaScript must speak HTTP/2 without TLS: see
// http.Protocols.SetUnencryptedHTTP2. [NewServer]'s does.
//
// # Concurrency
//
// A [Server] is safe for concurrent use. Close returns when nothing of it runs any
// more.
package flowstest
