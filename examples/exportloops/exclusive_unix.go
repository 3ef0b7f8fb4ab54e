//go:build unix

package main

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// openExclusive opens a file for reading and writing, and creates it if needed. It
// returns errInUse while another process holds the file open in this way. The
// system releases the file when the process ends, even if it is killed.
func openExclusive(name string) (*os.File, error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK):
		err = errInUse
	case err != nil:
		err = &fs.PathError{Op: "lock", Path: name, Err: err}
	default:
		return file, nil
	}
	return nil, errors.Join(err, file.Close())
}
