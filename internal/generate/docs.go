package main

// exceptionDoc is the documentation of an exception type, without its status.
type exceptionDoc struct {
	That   string // completes the sentence "Code reports that"
	Note   string // follows the status
	Reason string // documents the member Reason; "" for an exception without one
}

// commonDocs documents model.CommonErrors, by code. The first part is from the API
// reference's section "Common Errors". The second contains the codes that services send
// instead of some of them.
var commonDocs = map[string]exceptionDoc{
	"AccessDeniedException": {
		That: "you do not have sufficient access to perform this action.",
		Note: "Bedrock sends 403.",
	},
	"IncompleteSignature":         {That: "the request signature does not conform to AWS standards."},
	"InternalFailure":             {That: "the request processing has failed because of an unknown error, exception or failure."},
	"InvalidAction":               {That: "the action or operation requested is invalid."},
	"InvalidClientTokenId":        {That: "the X.509 certificate or AWS access key ID provided does not exist in AWS's records."},
	"InvalidParameterCombination": {That: "parameters that must not be used together were used together."},
	"InvalidParameterValue":       {That: "an invalid or out-of-range value was supplied for the input parameter."},
	"InvalidQueryParameter":       {That: "the AWS query string is malformed or does not adhere to AWS standards."},
	"MalformedQueryString":        {That: "the query string contains a syntax error."},
	"MissingAction":               {That: "the request is missing an action or a required parameter."},
	"MissingAuthenticationToken":  {That: "the request must contain either a valid (registered) AWS access key ID or X.509 certificate."},
	"MissingParameter":            {That: "a required parameter for the specified action is not supplied."},
	"NotAuthorized":               {That: "you do not have permission to perform this action."},
	"OptInRequired":               {That: "the AWS access key ID needs a subscription for the service."},
	"RequestExpired": {
		That: "the request reached the service more than 15 minutes from the date stamp on it, or after the expiration " +
			"date of a presigned URL.",
	},
	"ServiceUnavailable": {That: "the request has failed due to a temporary failure of the server."},
	"ThrottlingException": {
		That: "the request was denied due to request throttling.",
		Note: "Both services document 429. It is retried.",
	},
	"ValidationError":       {That: "the input fails to satisfy the constraints specified by an AWS service."},
	"ExpiredTokenException": {That: "the session token has expired: renew the credentials."},
	"InvalidSignatureException": {
		That: "the signature does not match the request, or its time differs too much from the service's time.",
		Note: "It is retried once when the clocks differ.",
	},
	"UnrecognizedClientException": {
		That: "the access key or session token is unknown.",
		Note: "Services send it instead of InvalidClientTokenId.",
	},
	"MissingAuthenticationTokenException": {
		That: "the request has no signature.",
		Note: "Services send it instead of MissingAuthenticationToken.",
	},
}

// a2iDocs and flowsDocs document the exceptions of one service, from its API reference.
var a2iDocs = map[string]exceptionDoc{
	"ConflictException": {
		That: "your request has the same name as another active human loop but has different input data. You cannot " +
			"start two human loops with the same name and different input data.",
		Note: "See StartHumanLoop.",
	},
	"InternalServerException": {
		That: "the service couldn't process your request because of an issue with the server. Try again later.",
		Note: "The API reference also spells the code InternalServerErrorException. ErrorCode returns the code that was sent.",
	},
	"ResourceNotFoundException": {
		That: "the service couldn't find the requested resource. Check that your resources exist and were created in " +
			"the same AWS Region as your request, and try your request again.",
		Note: "Calls for a deleted human loop return it too.",
	},
	"ServiceQuotaExceededException": {
		That: "you exceeded your service quota, the maximum number of service resources or operations for your AWS " +
			"account. Delete some resources or request an increase in your service quota.",
		Note: "See StartHumanLoop.",
	},
	"ValidationException": {That: "the request isn't valid. Check the syntax and try again."},
}

var flowsDocs = map[string]exceptionDoc{
	"InternalServerException": {
		That:   "an internal server error occurred. Retry your request.",
		Reason: "Reason is BEDROCK_MODEL_INVOCATION_SERVICE_UNAVAILABLE when the model invocation service is unavailable.",
	},
	"ResourceNotFoundException": {
		That: "the specified resource Amazon Resource Name (ARN) was not found. Check the ARN and try your request again.",
	},
	"ValidationException": {That: "input validation failed. Check your request parameters and retry the request."},
}
