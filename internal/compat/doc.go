// Package compat contains only tests. They check that this module works with the software
// that its users combine it with: OpenTelemetry's instrumentation of AWS clients and its
// spans, a module outside this repository that requires this one, and the AWS SDKs of
// other languages as clients of the local services, both in this process and as the
// program examples/localservice. A headless Chromium answers loops on that program's
// page.
//
//	npm ci --prefix internal/compat/js
//	go -C internal/compat test -count=1 ./...
//
// The package is a separate module, so that users do not download the dependencies of
// these tests, and the tests can require a newer Go. The tests build packages of the root
// module, which the go command does not track, so -count=1 prevents outdated cached
// results. After all modules are downloaded, the tests need no network.
//
// If Node.js, Python's boto3, the AWS CLI or Chromium is missing, the tests that need it
// are skipped, unless A2IFLOWS_REQUIRE_INTEROP lists it: a comma-separated list of
// python, aws, node and chromium, or 1 for all. A2IFLOWS_SCREENSHOTS is the folder for
// screenshots of the page.
package compat
