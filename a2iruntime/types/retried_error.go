package types

import "github.com/a2iflows/a2iflows-go/internal/apierrors"

// RetriedError is in the error of every call that took more than one attempt:
// errors.As finds it. Its Attempts is how many they were, its Before how the attempt
// failed that came before the last one, its Err the last one's error.
type RetriedError = apierrors.RetriedError
