// Package compat has no code, only tests: that this module works together with
// what its users have beside it. They look at the spans that OpenTelemetry's
// instrumentation of AWS clients makes, at a module elsewhere that requires
// this one, and at the AWS SDKs of other languages as clients of the local
// services, in this process and as the program examples/localservice. A headless
// Chromium answers loops at that program's page.
//
//	npm ci --prefix internal/compat/js
//	go -C internal/compat test -count=1 ./...
//
// It is a module of its own, so that what these tests need reaches no user, and
// may need a newer Go. Go does not see what they build of the other module, so a
// cached result may be old. Once all modules are downloaded no network is needed. The
// tests in other languages, and the page's, skip where Node.js, Python's
// boto3, the AWS CLI or Chromium is missing, unless A2IFLOWS_REQUIRE_INTEROP names
// it: some of python,aws,node,chromium, or 1 for all. A2IFLOWS_SCREENSHOTS names a
// folder for pictures of the page.
package compat
