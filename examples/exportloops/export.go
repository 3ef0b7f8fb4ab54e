package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/paginators"
)

// every is how many items are written between two checkpoints.
const every = 100

// exportTo writes the whole list to a stream.
func exportTo(ctx context.Context, s settings, l *list, out, stderr io.Writer) error {
	buffered := bufio.NewWriter(out)
	w, err := newWriter(s.format, l.columns, buffered, true)
	if err != nil {
		return err
	}
	rows, _ := l.rows(ctx, l.parts)
	bar := cli.Progress(stderr, -1, "items")
	defer func() { _ = bar.Finish() }() // or its goroutine does not end
	n := 0
	for row, err := range rows {
		if err != nil {
			return errors.Join(err, w.flush(), buffered.Flush())
		}
		if err := w.write(row); err != nil {
			return err
		}
		_ = bar.Add(1)
		if n++; n == s.maxItems {
			break
		}
	}
	return errors.Join(w.flush(), buffered.Flush())
}

// errInUse reports that another process has opened a file with openExclusive.
var errInUse = errors.New("in use by another process: wait until it ends, or give another -out and -checkpoint")

// exportFile writes the list to a file, beginning where the checkpoint says. What
// the file has beyond the checkpoint was written by a run that was killed: it is
// cut off and written again. It holds both files until it returns: two processes
// that write one of them would each trust what the other wrote.
func exportFile(ctx context.Context, s settings, l *list, stderr io.Writer) (err error) {
	// The checkpoint is opened before the file, but it is -out that was given.
	if folder, err := os.Stat(filepath.Dir(s.out)); err != nil || !folder.IsDir() {
		return fmt.Errorf("-out %s: there is no folder %s: make it, or give another -out", s.out, filepath.Dir(s.out))
	}
	lock, err := openExclusive(s.checkpoint + locked)
	if err != nil {
		return fmt.Errorf("-checkpoint %s: %w", s.checkpoint, err)
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	from, err := readCheckpoint(s.checkpoint, l)
	if err != nil {
		return err
	}
	file, err := openOutput(s, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if from.done() {
		fmt.Fprintf(stderr, "exportloops: %s is complete: %d items. To export again, delete it and %s.\n", s.out, from.Items, s.checkpoint)
		return nil
	}
	if from.Parts == nil {
		// The checkpoint is written before any item: a kill between them must not leave
		// a file that nobody knows.
		from.Parts = slices.Clone(l.parts)
		if err := from.write(s.checkpoint); err != nil {
			return err
		}
	}
	if err := file.cut(from.Offset); err != nil {
		return err
	}
	if err := exportRows(ctx, s, l, from, file, stderr); err != nil {
		return err
	}
	fmt.Fprintf(stderr, "exportloops: %s has %d items\n", s.out, from.Items)
	return nil
}

// exportRows writes the rows from the checkpoint on, and saves the checkpoint again
// and again.
func exportRows(ctx context.Context, s settings, l *list, from *checkpoint, file *output, stderr io.Writer) error {
	w, err := newWriter(s.format, l.columns, file, from.Offset == 0)
	if err != nil {
		return err
	}
	rows, checkpoints := l.rows(ctx, from.Parts)
	save := func() error {
		if err := errors.Join(w.flush(), file.Flush(), file.Sync()); err != nil {
			return err
		}
		from.Offset = file.offset
		for i, c := range checkpoints() {
			from.Parts[i].Checkpoint = c
		}
		return from.write(s.checkpoint)
	}
	bar := cli.Progress(stderr, -1, "items")
	defer func() { _ = bar.Finish() }() // or its goroutine does not end
	_ = bar.Set64(from.Items)
	n := 0
	for row, err := range rows {
		var token *paginators.StartingTokenError
		if errors.As(err, &token) {
			return fmt.Errorf("%s has a resume token that is not valid: to export again, delete it and %s: %w", s.checkpoint, s.out, token.Err)
		}
		if err != nil {
			err = errors.Join(err, save())
			return fmt.Errorf("%d items are in %s; run it again to go on: %w", from.Items, s.out, err)
		}
		if err := w.write(row); err != nil {
			return err
		}
		from.Items++
		_ = bar.Add(1)
		if n++; n == s.maxItems {
			break
		}
		if n%every == 0 {
			if err := save(); err != nil {
				return err
			}
		}
	}
	return save()
}

// output is a file with a buffer that knows how long it is.
type output struct {
	*os.File
	buffer *bufio.Writer
	offset int64
}

// openOutput opens the file of -out. It changes nothing in a file that is not what
// the checkpoint says, and returns an error.
func openOutput(s settings, from *checkpoint) (*output, error) {
	damaged := fmt.Errorf("%s is not what its checkpoint says, %d bytes or more: to export again, delete it and %s", s.out, from.Offset, s.checkpoint)
	info, err := os.Lstat(s.out)
	switch {
	case err != nil && from.Offset > 0:
		return nil, damaged
	case err == nil && info.Mode()&os.ModeSymlink != 0:
		return nil, fmt.Errorf("%s is a symbolic link: give the file that it names as -out", s.out)
	case err == nil && !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a regular file: give another -out", s.out)
	}
	file, err := openExclusive(s.out)
	if err != nil {
		return nil, fmt.Errorf("-out %s: %w", s.out, err)
	}
	info, err = file.Stat() // now that no other process writes it
	switch {
	case err != nil:
	case info.Size() > 0 && from.Parts == nil:
		err = fmt.Errorf("%s exists, but has no checkpoint: delete it, or give another -out", s.out)
	case info.Size() < from.Offset:
		err = damaged
	default:
		return &output{File: file, buffer: bufio.NewWriter(file)}, nil
	}
	return nil, errors.Join(err, file.Close())
}

// cut cuts the file off at an offset, where the next item is written.
func (o *output) cut(offset int64) error {
	o.offset = offset
	if err := o.Truncate(offset); err != nil {
		return err
	}
	_, err := o.Seek(offset, io.SeekStart)
	return err
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.buffer.Write(p)
	o.offset += int64(n)
	return n, err
}

func (o *output) Flush() error { return o.buffer.Flush() }
