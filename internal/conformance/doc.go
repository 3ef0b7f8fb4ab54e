// Package conformance ties each row of the table in internal/model to its
// implementation: operations to methods, members to fields, limits to refusals
// by client and local service, errors to types. It has tests only.
package conformance
