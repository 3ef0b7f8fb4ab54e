package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// checkpoint says up to where a file is complete. It is written after the file,
// so the file may have more than it says, never less.
type checkpoint struct {
	List   string   `json:"list"`
	Offset int64    `json:"offset"` // in bytes
	Items  int64    `json:"items"`
	Tokens []string `json:"tokens"` // of each part of the list; "" is read to its end
	Done   bool     `json:"done"`
}

// Suffixes of the files beside a checkpoint.
const (
	unfinished = ".new"  // the checkpoint that is being written
	locked     = ".lock" // open while a process uses the checkpoint; it stays, empty
)

// readCheckpoint reads a checkpoint. One that does not exist is the beginning;
// one of another list is an error.
func readCheckpoint(name, list string) (*checkpoint, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &checkpoint{List: list}, nil
	} else if err != nil {
		return nil, err
	}
	c := new(checkpoint)
	if err := json.Unmarshal(data, c); err != nil || c.Offset < 0 || c.Tokens == nil {
		return nil, fmt.Errorf("%s is not a valid checkpoint: to start again, delete it and the output file", name)
	}
	if c.List != list {
		return nil, fmt.Errorf("%s is of another export (%s): use the same flags as then, or delete it and the output file", name, c.List)
	}
	return c, nil
}

// write replaces the checkpoint's file in one step, so that a kill leaves the old
// or the new one.
func (c *checkpoint) write(name string) error {
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	file, err := os.Create(name + unfinished) // a run that was killed may have left it
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
