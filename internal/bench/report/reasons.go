//go:build unix

package main

import "strings"

// reasons explains the aims that are not reached. The report's profiles and sizes show the
// details.
var reasons = []struct{ figure, reason string }{
	{"DescribeHumanLoop, CPU time", "aws/retry, aws/middleware and smithy-go's middleware and transport record attempts, clock skew, request IDs, timings and metrics, and copy " +
		"the request twice: the profile below shows their share of time and allocations. A bare request does none of this."},
	{"ListHumanLoops, 100 items, CPU time", "Most of the time is spent reading 20 KB of JSON and storing the values. The rest is the call itself, as for DescribeHumanLoop. " +
		"The lambda client uses smithy-go's codec, which ignores what follows a document. This decoder checks each byte."},
	{"StartHumanLoop, 3 million characters: worst cell", "See this row's cells below."},
	{"StartHumanLoop", "The content is JSON in a JSON string. The client checks it first and escapes each quote, backslash and line end in it. The reference does not check it."},
	{"DescribeHumanLoop, other responses", "See this row's cells below."},
	{"DescribeHumanLoop, other settings", "See this row's cells below."},
	{"NewFromConfig", "Two fifths are the call itself. The rest creates the retryer, the endpoint, the user agent and the stack's steps."},
	{"… connections opened", "On a busy machine, net/http can open a connection for a call while another one is about to become free."},
	{"64 goroutines", "Server and client share two cores, and the server reads three more headers with each request: " +
		"User-Agent, Amz-Sdk-Invocation-Id and Amz-Sdk-Request, which a bare request does not send."},
	{"linked size", "The sizes by package are below. The parts of aws-sdk-go-v2 and smithy-go alone, which every client on them links, take nearly half of the aim."},
	{"Prefetch", "The time of a page is the longer of call and work, and the first call has nothing to overlap with."},
	{"listing", "The peak includes the measuring program with all its peers."},
}

func reasonFor(figure string) string {
	for _, r := range reasons {
		if strings.HasPrefix(figure, r.figure) {
			return r.reason
		}
	}
	return ""
}

const (
	escapesReason = "A JSON string escapes each quote, backslash and line end of the content, and copying stops at each. The check that the content is JSON has a step for each value."
	utf8Reason    = "Each character beyond ASCII is decoded, to check that the content is UTF-8."
	errorReason   = "An error contains its response and quotes it. So its message, the response's headers and the request are searched for the " +
		"token and the signature that were sent, in several encodings. The bare request does not search."
)

// cellReasons explains why a cell costs more than its plain cell.
var cellReasons = map[string]string{
	"many quotes":    escapesReason,
	"escaped quotes": escapesReason,
	"all escapes":    escapesReason,
	"small members":  escapesReason,
	"pretty-printed": escapesReason,
	"OCR response":   escapesReason,
	"Chinese":        utf8Reason,
	"emoji":          utf8Reason,
	"numbers":        "The check that the content is JSON reads each digit of a number, and whole words of text.",
	"deep nesting": "Each byte opens or closes an array, so the check that the content is JSON has a step for each byte. The reference does not check the content: " +
		"its cost grows only with the characters that it escapes.",
	"400 with a type":                errorReason,
	"400 with 60 KB of HTML escapes": errorReason + " The message has 60 KB, 60 times the documented maximum, and is decoded and searched once for each encoding that it may have.",
	"503 with 60 KB of HTML":         errorReason,
	"503, then a retry":              "These are two requests.",
	"a new client per call":          "A new client creates its retryer, endpoint, user agent and stack. A client is safe for concurrent use: create it once.",
	"tracing":                        "A call creates a span with attributes for each of its steps. The reference also creates spans.",
	"per-call RetryMaxAttempts":      "The call copies the client's options, and creates a retryer, a user agent and a stack for them.",
	"per-call options":               "The call copies the client's options and makes a stack for them.",
}

func cellReason(cell string) string {
	if reason, known := cellReasons[cell]; known {
		return reason
	}
	return "The reason is not known."
}
