package model

// CommonErrors are the errors of all AWS services: first the API reference's section
// "Common Errors", then the codes that services send instead of some of them.
var CommonErrors = []Error{
	{Code: "AccessDeniedException", Status: 400, Common: true},
	{Code: "IncompleteSignature", Status: 400, Common: true},
	{Code: "InternalFailure", Status: 500, Server: true, Common: true},
	{Code: "InvalidAction", Status: 400, Common: true},
	{Code: "InvalidClientTokenId", Status: 403, Common: true},
	{Code: "InvalidParameterCombination", Status: 400, Common: true},
	{Code: "InvalidParameterValue", Status: 400, Common: true},
	{Code: "InvalidQueryParameter", Status: 400, Common: true},
	{Code: "MalformedQueryString", Status: 404, Common: true},
	{Code: "MissingAction", Status: 400, Common: true},
	{Code: "MissingAuthenticationToken", Status: 403, Common: true},
	{Code: "MissingParameter", Status: 400, Common: true},
	{Code: "NotAuthorized", Status: 400, Common: true},
	{Code: "OptInRequired", Status: 403, Common: true},
	{Code: "RequestExpired", Status: 400, Common: true},
	{Code: "ServiceUnavailable", Status: 503, Server: true, Common: true},
	{Code: "ThrottlingException", Status: 400, Common: true},
	{Code: "ValidationError", Status: 400, Common: true},

	{Code: "ExpiredTokenException", Status: 403, Common: true},
	{Code: "InvalidSignatureException", Status: 403, Common: true},
	{Code: "UnrecognizedClientException", Status: 403, Common: true},
	{Code: "MissingAuthenticationTokenException", Status: 403, Common: true},
}
