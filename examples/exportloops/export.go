package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/a2iflows/a2iflows-go/examples/internal/cli"
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
	rows, _ := l.rows(ctx, nil)
	bar := cli.Progress(stderr, -1, "items")
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
	_ = bar.Finish()
	return errors.Join(w.flush(), buffered.Flush())
}

// exportFile writes the list to a file, beginning where the checkpoint says. What
// the file has beyond the checkpoint was written by a run that was killed: it is
// cut off and written again.
func exportFile(ctx context.Context, s settings, l *list, stderr io.Writer) (err error) {
	// The checkpoint is written before the file, but it is -out that was given.
	if folder, err := os.Stat(filepath.Dir(s.out)); err != nil || !folder.IsDir() {
		return fmt.Errorf("-out %s: there is no folder %s: make it, or give another -out", s.out, filepath.Dir(s.out))
	}
	from, err := readCheckpoint(s.checkpoint, l.what)
	if err != nil {
		return err
	}
	if link, err := os.Lstat(s.out); err == nil && link.Mode()&os.ModeSymlink != 0 {
		return fmt.Errorf("%s is a symbolic link: give the file that it names as -out", s.out)
	}
	info, err := os.Stat(s.out)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file: give another -out", s.out)
	case err == nil && info.Size() > 0 && from.Tokens == nil:
		return fmt.Errorf("%s exists, but has no checkpoint: delete it, or give another -out", s.out)
	case from.Offset > 0 && (err != nil || info.Size() < from.Offset):
		return fmt.Errorf("%s is not what its checkpoint says, %d bytes or more: to export again, delete it and %s", s.out, from.Offset, s.checkpoint)
	}
	if from.Done {
		fmt.Fprintf(stderr, "exportloops: %s is complete: %d items. To export again, delete it and %s.\n", s.out, from.Items, s.checkpoint)
		return nil
	}
	if from.Tokens == nil {
		// The checkpoint comes before the file: a kill between them must not leave a
		// file that nobody knows.
		_, resume := l.rows(ctx, nil)
		from.Tokens = resume()
		if err := from.write(s.checkpoint); err != nil {
			return err
		}
	}
	file, err := openAt(s.out, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w, err := newWriter(s.format, l.columns, file, from.Offset == 0)
	if err != nil {
		return err
	}
	rows, resume := l.rows(ctx, from.Tokens)
	save := func(done bool) error {
		if err := errors.Join(w.flush(), file.Flush(), file.Sync()); err != nil {
			return err
		}
		from.Offset, from.Tokens, from.Done = file.offset, resume(), done
		return from.write(s.checkpoint)
	}
	bar := cli.Progress(stderr, -1, "items")
	_ = bar.Set64(from.Items)
	n := 0
	for row, err := range rows {
		if err != nil {
			err = errors.Join(err, save(false))
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
			if err := save(false); err != nil {
				return err
			}
		}
	}
	_ = bar.Finish()
	done := true
	for _, token := range resume() {
		done = done && token == ""
	}
	if err := save(done); err != nil {
		return err
	}
	fmt.Fprintf(stderr, "exportloops: %s has %d items\n", s.out, from.Items)
	return nil
}

// output is a file with a buffer that knows how long it is.
type output struct {
	*os.File
	buffer *bufio.Writer
	offset int64
}

// openAt opens the file where the checkpoint ends; exportFile made sure that it is
// not shorter.
func openAt(name string, from *checkpoint) (*output, error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	o := &output{File: file, buffer: bufio.NewWriter(file), offset: from.Offset}
	err = file.Truncate(from.Offset)
	if err == nil {
		_, err = file.Seek(from.Offset, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return o, nil
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.buffer.Write(p)
	o.offset += int64(n)
	return n, err
}

func (o *output) Flush() error { return o.buffer.Flush() }
