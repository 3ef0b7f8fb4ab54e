package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/a2iflows/a2iflows-go/examples/cli"
	"github.com/a2iflows/a2iflows-go/paginators"
)

// checkpointEvery is how many items are written between two checkpoints.
const checkpointEvery = 100

// exportTo writes the whole list to a stream.
func exportTo(ctx context.Context, s settings, l *list, out, stderr io.Writer) error {
	buffered := bufio.NewWriter(out)
	w, err := newWriter(s.format, l.columns, buffered, true)
	if err != nil {
		return err
	}
	rows, _ := l.rows(ctx, l.parts)
	bar := cli.Progress(stderr, -1, "items")
	defer func() { _ = bar.Finish() }() // ends the bar's goroutine
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
var errInUse = errors.New("in use by another process: wait until it ends, or choose another -out and -checkpoint")

// exportFile writes the list to a file, starting at the checkpoint. It removes the data
// after the checkpoint, which a killed run wrote, and writes it again. Both files are
// locked until exportFile returns, because two processes that write the same file would
// corrupt it.
func exportFile(ctx context.Context, s settings, l *list, stderr io.Writer) (err error) {
	// The checkpoint is opened first, but the error must name -out, which the user set.
	if folder, err := os.Stat(filepath.Dir(s.out)); err != nil || !folder.IsDir() {
		return fmt.Errorf("-out %s: the folder %s does not exist: create it, or choose another -out", s.out, filepath.Dir(s.out))
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
		fmt.Fprintf(stderr, "exportloops: %s is already complete: %d items. To export again, delete it and %s.\n", s.out, from.Items, s.checkpoint)
		return nil
	}
	if from.Parts == nil {
		// The checkpoint is written before any item. Otherwise, a kill between the two would
		// leave a file without a checkpoint.
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
	if from.done() {
		fmt.Fprintf(stderr, "exportloops: %s is complete: %d items\n", s.out, from.Items)
	} else {
		fmt.Fprintf(stderr, "exportloops: %s contains %d items so far. To resume, run the same command again.\n", s.out, from.Items)
	}
	return nil
}

// exportRows writes the rows after the checkpoint, and saves the checkpoint
// periodically.
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
	defer func() { _ = bar.Finish() }() // ends the bar's goroutine
	_ = bar.Set64(from.Items)
	n := 0
	for row, err := range rows {
		var token *paginators.StartingTokenError
		if errors.As(err, &token) {
			return fmt.Errorf("%s contains an invalid resume token: to export again, delete it and %s: %w", s.checkpoint, s.out, token.Err)
		}
		if err != nil {
			err = errors.Join(cli.Cause(ctx, err), save())
			return fmt.Errorf("%s contains %d items; to resume, run the same command again: %w", s.out, from.Items, err)
		}
		if err := w.write(row); err != nil {
			return err
		}
		from.Items++
		_ = bar.Add(1)
		if n++; n == s.maxItems {
			break
		}
		if n%checkpointEvery == 0 {
			if err := save(); err != nil {
				return err
			}
		}
	}
	return save()
}

// output is a buffered file that tracks its length.
type output struct {
	*os.File
	buffer *bufio.Writer
	offset int64
}

// openOutput opens the file of -out. If the file does not match the checkpoint, it
// returns an error and leaves the file unchanged.
func openOutput(s settings, from *checkpoint) (*output, error) {
	info, err := os.Lstat(s.out)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("-out: %w", err)
	case err != nil && from.Offset > 0:
		return nil, fmt.Errorf("%s is missing, but %s records %d bytes of it: to export again, delete %[2]s", s.out, s.checkpoint, from.Offset)
	case err == nil && info.Mode()&os.ModeSymlink != 0:
		return nil, fmt.Errorf("%s is a symbolic link: set -out to its target", s.out)
	case err == nil && !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a regular file: choose another -out", s.out)
	}
	file, err := openExclusive(s.out)
	if err != nil {
		return nil, fmt.Errorf("-out %s: %w", s.out, err)
	}
	info, err = file.Stat() // after locking the file, so that no other process changes its size
	switch {
	case err != nil:
	case info.Size() > 0 && from.Parts == nil:
		err = fmt.Errorf("%s exists, but has no checkpoint: delete it, or choose another -out", s.out)
	case info.Size() < from.Offset:
		err = fmt.Errorf("%s has %d bytes, but %s records %d: to export again, delete both", s.out, info.Size(), s.checkpoint, from.Offset)
	default:
		return &output{File: file, buffer: bufio.NewWriter(file)}, nil
	}
	return nil, errors.Join(err, file.Close())
}

// cut truncates the file at an offset. The next item is written there.
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
