package answers

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Decode decodes content into a T, as encoding/json does: an answer's
// AnswerContent, a document's InputContent, or a part of AIServiceInput. Missing
// content is an error, not a zero T.
func Decode[T any](content json.RawMessage) (T, error) {
	var value T
	if len(content) == 0 {
		return value, errors.New("answers: the content to decode is empty")
	}
	if err := json.Unmarshal(content, &value); err != nil {
		var zero T
		return zero, fmt.Errorf("answers: decode the content into %T: %w", value, err)
	}
	return value, nil
}

// DecodeAll decodes the content of each answer of a document into a T, in the order of
// the answers. An error names the answer.
func DecodeAll[T any](document *Document) ([]T, error) {
	if document == nil {
		return nil, errors.New("answers: the document to decode is nil")
	}
	values := make([]T, len(document.HumanAnswers))
	for i, answer := range document.HumanAnswers {
		value, err := Decode[T](answer.AnswerContent)
		if err != nil {
			return nil, fmt.Errorf("humanAnswers[%d] of human loop %s, by worker %s: %w", i, document.HumanLoopName, answer.WorkerId, err)
		}
		values[i] = value
	}
	return values, nil
}
