package paginators

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Checkpoint records how far a list has been read. It is in one of three states:
//
//   - not started: no item was returned, and the list begins at its first page. This
//     is the zero value.
//   - started: the checkpoint names the first item that was not returned.
//   - finished: nothing is left. A paginator that starts from it makes no request.
//
// A checkpoint does not name its list. Save it together with what was listed, such as
// an input or an a2iruntime.ListHumanLoopsWindow. Checkpoints can be compared with ==.
//
// In JSON, a checkpoint is one of these objects:
//
//	{"state":"notStarted"}
//	{"state":"started","resumeToken":"eyJOZXh0VG9rZW4iOiAiMTAifQ=="}
//	{"state":"finished"}
//
// The member resumeToken is what [Paginator.ResumeToken] returned at the same time.
// These names and their meaning are stable. A later version may add members, which this
// version ignores, but it will not change a state's meaning: a new meaning gets a new
// state, and reading a state that this version does not know is an error.
type Checkpoint struct {
	token    string // the resume token, if the list was started and is not finished
	finished bool
}

// The states of a checkpoint in JSON.
const (
	stateNotStarted = "notStarted"
	stateStarted    = "started"
	stateFinished   = "finished"
)

// Finished reports whether nothing is left of the list.
func (c Checkpoint) Finished() bool { return c.finished }

// MarshalJSON writes the checkpoint in the form that the type's comment describes. It
// returns an error only for the checkpoint of a paginator whose StartingToken is invalid.
func (c Checkpoint) MarshalJSON() ([]byte, error) {
	var members struct {
		State       string `json:"state"`
		ResumeToken string `json:"resumeToken,omitempty"`
	}
	switch {
	case c.finished:
		members.State = stateFinished
	case c.token != "":
		if err := checkResumeToken(c.token); err != nil {
			return nil, usageErrorf("paginators: write a checkpoint: its resumeToken is invalid: %w", err)
		}
		members.State, members.ResumeToken = stateStarted, c.token
	default:
		members.State = stateNotStarted
	}
	return json.Marshal(members)
}

// UnmarshalJSON reads what MarshalJSON writes. An error names the member and leaves the
// checkpoint unchanged. JSON null is an error: it would start the list again.
func (c *Checkpoint) UnmarshalJSON(data []byte) error {
	read, err := parseCheckpoint(data)
	if err != nil {
		return usageErrorf("paginators: read a checkpoint: %w", err)
	}
	*c = read
	return nil
}

func parseCheckpoint(data []byte) (c Checkpoint, err error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return c, fmt.Errorf("it is not a JSON object: %w", err)
	}
	if members == nil {
		return c, errors.New("it is null, not a JSON object: omit it for a list that was not started")
	}
	var state, token *string
	for name, target := range map[string]**string{"state": &state, "resumeToken": &token} {
		if value, ok := members[name]; ok && json.Unmarshal(value, target) != nil {
			return c, fmt.Errorf("its %s is not a string", name)
		}
	}
	switch {
	case state == nil:
		return c, fmt.Errorf("its state is missing: it must be %s, %s, or %s", stateNotStarted, stateStarted, stateFinished)
	case *state == stateStarted && token == nil:
		return c, errors.New("its state is started, but its resumeToken is missing")
	case *state == stateStarted:
		if err := checkResumeToken(*token); err != nil {
			return c, fmt.Errorf("its resumeToken is invalid: %w", err)
		}
		return Checkpoint{token: *token}, nil
	case *state != stateNotStarted && *state != stateFinished:
		return c, fmt.Errorf("its state is %q, which this version does not know: it must be %s, %s, or %s", clip(*state), stateNotStarted, stateStarted, stateFinished)
	case token != nil:
		return c, fmt.Errorf("its state is %s, but it has a resumeToken", *state)
	}
	return Checkpoint{finished: *state == stateFinished}, nil
}

// Checkpoint returns how far the list has been read. You can call it at any time: before
// the first page, in the loop's body, after a break, after an error, and after the end.
// A later run that starts from it, by Options.StartFrom, returns exactly the items that
// this paginator has not returned.
//
// An item counts as returned when the loop's body gets it, so call Checkpoint when the
// body has processed the item. With Pages and NextPage, all items of a page count. If
// Options.MaxItems ended the paginator, its checkpoint is finished only if nothing is
// left of the list. If the options that say where to start are invalid, Checkpoint
// returns StartFrom unchanged, or a checkpoint of the invalid StartingToken, which cannot
// be written as JSON. A nil paginator is finished.
func (p *Paginator[O, P, I]) Checkpoint() Checkpoint {
	switch {
	case p == nil:
		return Checkpoint{finished: true}
	case p.noStart && p.options.StartFrom != Checkpoint{}:
		return p.options.StartFrom
	case p.noStart:
		return Checkpoint{token: p.options.StartingToken}
	case p.exhausted:
		return Checkpoint{finished: true}
	case p.at == position{} && p.definition.Token == "":
		return Checkpoint{}
	}
	return Checkpoint{token: encodeToken(p.at, p.definition.TokenKey)}
}
