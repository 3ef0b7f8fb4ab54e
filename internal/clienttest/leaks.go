package clienttest

import "go.uber.org/goleak"

// FindLeaks calls goleak.Find up to five times, because net/http waits half a second
// before it closes a connection whose request it did not read completely.
func FindLeaks(before goleak.Option) (err error) {
	for range 5 {
		if err = goleak.Find(before); err == nil {
			return nil
		}
	}
	return err
}
