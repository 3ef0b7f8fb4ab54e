package clienttest

import "go.uber.org/goleak"

// FindLeaks is a patient goleak.Find: net/http waits half a second before it ends a
// connection whose request it did not read to the end.
func FindLeaks(before goleak.Option) (err error) {
	for range 5 {
		if err = goleak.Find(before); err == nil {
			return nil
		}
	}
	return err
}
