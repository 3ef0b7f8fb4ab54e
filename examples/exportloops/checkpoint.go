package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/paginators"
)

// checkpoint records how much of a file is complete. It is written after the file, so
// the file may contain more than the checkpoint records, but never less.
type checkpoint struct {
	List   string `json:"list"`
	Offset int64  `json:"offset"` // in bytes
	Items  int64  `json:"items"`
	Parts  []part `json:"parts"` // nil until the checkpoint is first written
}

// part is one part of the list, and how far it was read.
type part struct {
	Window     *a2iruntime.ListHumanLoopsWindow `json:"window,omitempty"` // nil means the whole list
	Checkpoint paginators.Checkpoint            `json:"checkpoint"`
}

// done reports whether the file contains the whole list.
func (c *checkpoint) done() bool {
	return c.Parts != nil && !slices.ContainsFunc(c.Parts, func(p part) bool { return !p.Checkpoint.Finished() })
}

// Suffixes of the files next to a checkpoint.
const (
	unfinished = ".new"  // the checkpoint that is being written
	locked     = ".lock" // an empty file that is open while a process uses the checkpoint; it is never deleted
)

// readCheckpoint reads the checkpoint of a list. If the file does not exist, it returns
// a checkpoint without parts. It returns an error if the checkpoint is for another list.
func readCheckpoint(name string, l *list) (*checkpoint, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &checkpoint{List: l.description}, nil
	} else if err != nil {
		return nil, err
	}
	c := new(checkpoint)
	err = json.Unmarshal(data, c)
	switch {
	case err != nil:
	case c.Offset < 0:
		err = fmt.Errorf("its offset %d is negative", c.Offset)
	case len(c.Parts) == 0:
		err = errors.New("it has no parts")
	case c.List != l.description:
		return nil, fmt.Errorf("%s belongs to another export: it is of %s, and the flags say %s. Use the other export's flags, or delete this file and the output file", name, c.List, l.description)
	case len(c.Parts) != len(l.parts):
		err = fmt.Errorf("it has %d parts instead of %d", len(c.Parts), len(l.parts))
	}
	if err != nil {
		return nil, fmt.Errorf("%s is not a valid checkpoint: %w; to export again, delete it and the output file", name, err)
	}
	return c, nil
}

// write replaces the checkpoint's file in one step: if the process is killed, the old
// or the new checkpoint remains.
func (c *checkpoint) write(name string) error {
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	file, err := os.Create(name + unfinished) // replaces one that a killed run left behind
	if err != nil {
		return fmt.Errorf("write the checkpoint: %w", err)
	}
	_, err = file.Write(append(data, '\n'))
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("write the checkpoint: %w", errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}
