//go:build unix

package main

import "strings"

// reasons say of a figure that is not reached why, and what would reach it.
var reasons = []struct{ figure, reason string }{
	{"DescribeHumanLoop, CPU time", "More than half of the time is the runtime's, most of it for allocations. Of the 83, " +
		"36 are made by aws/retry and aws/middleware: results of attempts, clock skew, request IDs, the invocation ID. Their steps " +
		"take a quarter of the call; signing, checks and reading are cheaper than those of the bare request. A retry loop of our own " +
		"would reach it, but aws/retry keeps to itself what GetAttemptResults reads, and instrumentation looks for its step."},
	{"ListHumanLoops, 100 items, CPU time", "Two thirds of the time is reading 20 KB of JSON. This lambda client is about twice as fast " +
		"as those before it: smithy-go's codec, which does not check all of a document, with pooled buffers (see below). What is left " +
		"is to look at each byte for what JSON forbids, eight at a time; assembly with wide registers would do that in less."},
	{"StartHumanLoop", "The input is JSON in a JSON string: every quote of it is escaped, each a branch that cannot be foreseen. A fifth is SHA-256."},
	{"NewFromConfig", "Half of it is the call itself, the rest retryer, endpoint, identity and the links of the steps."},
	{"64 goroutines", "Server and client share two cores, and the server reads three headers more of each request: " +
		"User-Agent, Amz-Sdk-Invocation-Id and Amz-Sdk-Request, which a bare request does not send. The garbage collector looks through 64 deeper stacks."},
	{"linked size", "The parts of aws-sdk-go-v2 and smithy-go alone, which every client on them links, take all of the aim. The rest is this " +
		"module's stack, checks, errors, signer and decoder, and what these link of the standard library, as net/http/httputil for logs. " +
		"Another retry loop and another middleware package would save the most."},
	{"Prefetch", "The time of a page is the longer of call and work, and the first call has nothing beside it."},
	{"listing", "The peak is that of the measuring program, with all its peers, and of the garbage that a page makes."},
}

func reasonFor(figure string) string {
	for _, r := range reasons {
		if strings.HasPrefix(figure, r.figure) {
			return r.reason
		}
	}
	return ""
}
