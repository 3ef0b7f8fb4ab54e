package export

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// partFile is the file of one attempt. No other attempt writes to it, not even one that was
// taken for dead and resumes.
type partFile struct {
	*os.File
	buffer  *bufio.Writer
	written Part
}

// createPart creates a file with a unique name: pattern is os.CreateTemp's.
func createPart(folder, pattern string) (*partFile, error) {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(folder, pattern)
	if err != nil {
		return nil, err
	}
	return &partFile{File: file, buffer: bufio.NewWriter(file), written: Part{File: file.Name()}}, nil
}

func (f *partFile) write(loop any) error {
	line, err := json.Marshal(loop)
	if err != nil {
		return err
	}
	n, err := f.buffer.Write(append(line, '\n'))
	f.written.Bytes += int64(n)
	f.written.Loops++
	return err
}

// flush returns when what was written survives the worker's death.
func (f *partFile) flush() error { return errors.Join(f.buffer.Flush(), f.Sync()) }

func (f *partFile) part() Part { return f.written }

// copyTo copies the part, and nothing that follows it.
func (p Part) copyTo(to io.Writer) error {
	file, err := os.Open(p.File)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	if _, err := io.CopyN(to, file, p.Bytes); err != nil {
		return fmt.Errorf("copy %d bytes of %s: %w", p.Bytes, p.File, err)
	}
	return nil
}
