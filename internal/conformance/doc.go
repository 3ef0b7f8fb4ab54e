// Package conformance ties each row of the table in internal/model to its
// implementation: operations to methods, members to fields and to the wire,
// limits to refusals by client and local service, errors to types, and the
// README to the table. Its tests report in words what is missing. Other tests
// take the list of services, and inputs that are valid in every member, from here.
package conformance
