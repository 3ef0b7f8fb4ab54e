package clienttest

import "go.uber.org/goleak"

// Left is goleak.Find with more patience: net/http waits half a second before it ends a
// connection whose request it did not read to the end.
func Left(before goleak.Option) (err error) {
	for range 5 {
		if err = goleak.Find(before); err == nil {
			return nil
		}
	}
	return err
}
