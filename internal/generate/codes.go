package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/a2iflows/a2iflows-go/internal/apierrors"
	"github.com/a2iflows/a2iflows-go/internal/model"
)

// codeDoc documents an ErrorCode in the guide. apierrors.RetryableCodes contains whether it is
// retryable.
type codeDoc struct{ code, source, remedy string }

const (
	correctRequest = "Correct the request."
	checkProgram   = "Check the endpoint and the program."
	checkKeys      = "Correct the credentials, then repeat."
	grant          = "Grant the permission, then repeat."
	repeat         = "Repeat after minutes."
)

// serviceCodes documents the codes that services send, which internal/model lists.
var serviceCodes = []codeDoc{
	{"AccessDeniedException", "", grant},
	{"ConflictException", "", "Use another name, or the same input."},
	{"ExpiredTokenException", "", "Renew the credentials, then repeat."},
	{"IncompleteSignature", "", checkKeys},
	{"InternalFailure", "", repeat},
	{"InternalServerException", "", repeat},
	{"InvalidAction", "", checkProgram},
	{"InvalidClientTokenId", "", checkKeys},
	{"InvalidParameterCombination", "", correctRequest},
	{"InvalidParameterValue", "", correctRequest},
	{"InvalidQueryParameter", "", correctRequest},
	{"InvalidSignatureException", "", "Correct the credentials and the clock, then repeat."},
	{"MalformedQueryString", "", correctRequest},
	{"MissingAction", "", checkProgram},
	{"MissingAuthenticationToken", "", checkKeys},
	{"MissingAuthenticationTokenException", "", checkKeys},
	{"MissingParameter", "", correctRequest},
	{"NotAuthorized", "", grant},
	{"OptInRequired", "", "Subscribe to the service, then repeat."},
	{"RequestExpired", "", "Correct the clock, then repeat."},
	{"ResourceNotFoundException", "", "Check the name and the Region."},
	{"ServiceQuotaExceededException", "", "Free or raise the quota. Repeat after hours."},
	{"ServiceUnavailable", "", repeat},
	{"ThrottlingException", "", repeat},
	{"UnrecognizedClientException", "", checkKeys},
	{"ValidationError", "", correctRequest},
	{"ValidationException", "", correctRequest},
}

// clientCodes documents the codes of other errors, with their sources.
var clientCodes = []codeDoc{
	{apierrors.CodeCanceled, "context.Canceled", "Repeat, unless you canceled the work."},
	{apierrors.CodeConfiguration, "*ClientError", "Correct the Region, endpoint or options, then repeat."},
	{apierrors.CodeConnection, "*smithyhttp.RequestSendError, *BodyReadError", repeat},
	{apierrors.CodeCredentials, "*ClientError", checkKeys},
	{apierrors.CodeDeadline, "context.DeadlineExceeded", "Repeat with more time."},
	{apierrors.CodeDeserialization, "*smithy.DeserializationError", "Check the endpoint and proxies, then repeat."},
	{apierrors.CodeInvalidParams, "smithy.InvalidParamsError", "Correct the input."},
	{apierrors.CodeOther, "any other error", "Repeat a limited number of times."},
	{apierrors.CodeRepeatedToken, "*paginators.RepeatedTokenError", "Report it to AWS."},
	{apierrors.CodeResponseTooLarge, "*ClientError", "Raise Options.MaxResponseBytes, or request smaller pages."},
	{apierrors.CodeSerialization, "*smithy.SerializationError", "Correct the program."},
	{apierrors.CodeStartingToken, "*paginators.StartingTokenError", "Use a resume token of this list."},
	{apierrors.CodeUnknown, "an error response without a code", "Check the endpoint and proxies, then repeat."},
	{apierrors.CodeUsage, "*ClientError", "Correct the program."},
	{apierrors.CodeWaitFailure, "*waiters.FailureError", "Handle the status it ended with."},
	{apierrors.CodeWaitTimeout, "*waiters.TimeoutError", "Wait again."},
}

// errorCodes writes the guide's section about the errors of a service.
func errorCodes(service *model.Service) func(string, file) (string, error) {
	return func(_ string, f file) (string, error) {
		var docs []codeDoc
		for _, doc := range serviceCodes {
			if _, documented := service.Error(doc.code); documented {
				docs = append(docs, doc)
			}
		}
		sent, err := codeTable([]string{"ErrorCode", "Retryable", "What to do"}, docs)
		if err != nil {
			return "", err
		}
		other, err := codeTable([]string{"Error", "ErrorCode", "Retryable", "What to do"}, clientCodes)
		if err != nil {
			return "", err
		}
		return lines("// ", "# What to do about an error\n\n"+
			"If your program repeats whole calls, as workflow engines and queues do, call [Retryable] to find out\n"+
			"whether to repeat one, and report the [ErrorCode] to your users. For the service's errors, they return:\n\n"+sent+
			"\nThe other errors come from the connection, the configuration and the program:\n\n"+other+
			"\nA wait that timed out is retryable, because the awaited state may still be reached. A call whose\n"+
			"context ended is retryable, because the next attempt has its own context. If you ended the\n"+
			"context yourself, check ctx.Err() first. A response that is too large is not retryable, because\n"+
			"the service would send it again. For a *waiters.FailureError that wraps an exception, both\n"+
			"functions return the same as for the exception.\n") +
			"package " + f.pkg() + "\n", nil
	}
}

// codeTable aligns the columns of a table for go doc, which shows indented text as it is.
func codeTable(header []string, docs []codeDoc) (string, error) {
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(header, "\t"))
	for _, doc := range docs {
		retryable, known := apierrors.RetryableCodes[doc.code]
		if !known {
			return "", fmt.Errorf("apierrors.RetryableCodes does not contain %s: add it", doc.code)
		}
		yesNo := map[bool]string{true: "yes", false: "no"}[retryable]
		if doc.source != "" {
			fmt.Fprintf(w, "%s\t", doc.source)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", doc.code, yesNo, doc.remedy)
	}
	err := w.Flush()
	return lines("\t", table.String()), err
}
