// Package conformance compares each row of the table in internal/model with its
// implementation: operations with methods, members with fields and the wire format, limits
// with the checks of clients and local services, errors with types, and the README with the
// table. Its tests report what is missing and where to add it. Other tests use its list of
// services and its valid inputs.
package conformance
