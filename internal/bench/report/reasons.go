//go:build unix

package main

import "strings"

// reasons say of a figure that is not reached why, and what would reach it. What they
// say is in the profiles and sizes of the report.
var reasons = []struct{ figure, reason string }{
	{"DescribeHumanLoop, CPU time", "More than a bare request does, aws/retry, aws/middleware and smithy-go's middleware note attempts, clock skew, " +
		"request IDs and timings: their part stands in the profile below, in time and in allocations. A retry loop of our own would save most of it. But aws/retry " +
		"keeps to itself what GetAttemptResults reads, and instrumentation looks for its step, so it stays."},
	{"ListHumanLoops, 100 items, CPU time", "Most of the time is reading 20 KB of JSON, as the profile below says. This lambda client reads with smithy-go's codec, " +
		"which does not look at what follows a document, where ours checks each byte. A faster check, with the processor's wide registers, is written in assembly; " +
		"it was not tried."},
	{"StartHumanLoop", "The input is JSON in a JSON string: every quote of it is escaped."},
	{"NewFromConfig", "Half of it is the call itself, the rest retryer, endpoint, identity and the links of the steps."},
	{"64 goroutines", "Server and client share two cores, and the server reads three headers more of each request: " +
		"User-Agent, Amz-Sdk-Invocation-Id and Amz-Sdk-Request, which a bare request does not send."},
	{"linked size", "What it is made of stands below. The parts of aws-sdk-go-v2 and smithy-go alone, which every client on them links, take nearly all of the aim."},
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
