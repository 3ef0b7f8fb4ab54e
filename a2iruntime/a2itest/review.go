package a2itest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/localservice"
	"github.com/a2iflows/a2iflows-go/internal/model"
)

// Answer is what one worker answered. To give more than its content to
// Complete, pass an Answer.
type Answer struct {
	// Content is the answer: a JSON document as string, []byte or
	// json.RawMessage, or any value that encoding/json can write.
	Content any

	// WorkerID is the worker's ID. Default: a2itest-worker.
	WorkerID string

	// AcceptedAt is when the worker took the task. Default: when the loop began.
	AcceptedAt time.Time
}

// Complete has reviewers answer a loop that is InProgress: it is Completed, and
// its output holds the answers. Each answer is an Answer, or its Content.
func (s *Server) Complete(name string, answers ...any) error {
	return s.store.end(name, func(l *loop) error {
		document, err := s.outputDocument(l, answers)
		if err != nil {
			return fmt.Errorf("a2itest: complete human loop %s: %w", name, err)
		}
		l.status = types.HumanLoopStatusCompleted
		l.output = document
		l.outputURI = fmt.Sprintf("s3://%s/%s/%s/%s/output.json", s.options.OutputBucket,
			flowName(l.flow), s.options.now().Format("2006/01/02/15/04/05"), l.name)
		return nil
	})
}

// Fail makes a loop that is InProgress Failed. Documented codes are
// ValidationError, Expired and InternalError; the reason has at most 1024
// characters.
func (s *Server) Fail(name, code, reason string) error {
	return s.store.end(name, func(l *loop) error {
		if n := utf8.RuneCountInString(reason); n > model.FailureReason.Max {
			return fmt.Errorf("a2itest: fail human loop %s: the reason has %d characters, over the maximum of %d", name, n, model.FailureReason.Max)
		}
		l.fail(code, reason)
		return nil
	})
}

// Output returns the output document of a loop, which on AWS is the object at
// its OutputS3Uri. A loop that is not Completed has none.
func (s *Server) Output(name string) ([]byte, error) {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	l, err := s.store.get(name)
	if err != nil {
		return nil, fmt.Errorf("a2itest: %w", err)
	}
	if l.output == nil {
		return nil, fmt.Errorf("a2itest: human loop %s is %s and has no output", name, l.status)
	}
	return append([]byte(nil), l.output...), nil
}

// Input returns the InputContent that a loop was started with: what its
// reviewer sees.
func (s *Server) Input(name string) (string, error) {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	l, err := s.store.get(name)
	if err != nil {
		return "", fmt.Errorf("a2itest: %w", err)
	}
	return l.content, nil
}

// outputDocument writes a loop's output.json as A2I's developer guide shows it.
func (s *Server) outputDocument(l *loop, answers []any) ([]byte, error) {
	now := s.options.now()
	given := make([]humanAnswer, len(answers))
	for i, a := range answers {
		answer, ok := a.(Answer)
		if !ok {
			answer = Answer{Content: a}
		}
		content, err := rawContent(answer.Content)
		if err != nil {
			return nil, fmt.Errorf("answer %d: %w", i, err)
		}
		localservice.OrDefault(&answer.WorkerID, "a2itest-worker")
		localservice.OrDefault(&answer.AcceptedAt, l.created)
		given[i] = humanAnswer{
			AcceptanceTime:     documentTime(answer.AcceptedAt),
			AnswerContent:      content,
			SubmissionTime:     documentTime(now),
			TimeSpentInSeconds: now.Sub(answer.AcceptedAt).Seconds(),
			WorkerID:           answer.WorkerID,
		}
	}
	return json.MarshalIndent(outputDocument{
		FlowDefinitionArn: l.flow,
		HumanAnswers:      given,
		HumanLoopName:     l.name,
		InputContent:      json.RawMessage(l.content),
	}, "", "  ")
}

// The members of output.json.
type (
	outputDocument struct {
		FlowDefinitionArn string          `json:"flowDefinitionArn"`
		HumanAnswers      []humanAnswer   `json:"humanAnswers"`
		HumanLoopName     string          `json:"humanLoopName"`
		InputContent      json.RawMessage `json:"inputContent"`
	}

	humanAnswer struct {
		AcceptanceTime     string          `json:"acceptanceTime"`
		AnswerContent      json.RawMessage `json:"answerContent"`
		SubmissionTime     string          `json:"submissionTime"`
		TimeSpentInSeconds float64         `json:"timeSpentInSeconds"`
		WorkerID           string          `json:"workerId"`
	}
)

func documentTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func rawContent(content any) (json.RawMessage, error) {
	var text []byte
	switch c := content.(type) {
	case json.RawMessage:
		text = c
	case []byte:
		text = c
	case string:
		text = []byte(c)
	default:
		return json.Marshal(content)
	}
	if !json.Valid(text) {
		return nil, fmt.Errorf("%.64q is no JSON document", text)
	}
	return text, nil
}

// flowName is the name at the end of a flow definition's ARN.
func flowName(arn string) string {
	_, name, _ := strings.Cut(arn, ":flow-definition/")
	return name
}
