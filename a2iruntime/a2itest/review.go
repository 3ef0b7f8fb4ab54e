package a2itest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/fake"
	"github.com/a2iflows/a2iflows-go/internal/model"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
)

var _ answers.ObjectGetter = (*Server)(nil)

// Answer is one worker's answer. Pass it to Complete to set more than the content.
type Answer struct {
	// Content is the answer: a JSON document as string, []byte or
	// json.RawMessage, or any value that encoding/json can write.
	Content any

	// WorkerId is the worker's ID. Default: a2itest-worker.
	WorkerId string

	// AcceptedAt is when the worker took the task. Default: when the loop started.
	AcceptedAt time.Time

	// Identity identifies the worker at the identity provider of a private
	// workforce. Nil writes no workerMetadata, as for a public workforce.
	Identity *answers.IdentityData
}

// Complete makes a loop that is InProgress Completed, with the reviewers' answers in its
// output document. Pass an Answer, or only its Content, for each reviewer. If
// answers.Fetch could not read the document, Complete returns an error and the loop stays
// InProgress: if the document is larger than answers.MaxDocumentBytes, or an answer is
// nested deeper than answers.MaxAnswerDepth.
func (s *Server) Complete(name string, contents ...any) error {
	return s.store.review(name, func(l *loop) error {
		document, err := s.outputDocument(l, contents)
		if err != nil {
			return fmt.Errorf("a2itest: complete human loop %s: %w", name, err)
		}
		at := s.options.now() // may panic: nothing has changed yet
		fake.OrDefault(&l.OutputS3Uri, s.options.outputURI(&l.Loop))
		s.store.output(l.OutputS3Uri, document)
		s.store.end(l, types.HumanLoopStatusCompleted, at)
		return nil
	})
}

// Fail makes a loop that is InProgress Failed. The documented codes are
// ValidationError, Expired and InternalError. The reason has at most 1024
// characters.
func (s *Server) Fail(name, code, reason string) error {
	return s.store.review(name, func(l *loop) error {
		if n := utf8.RuneCountInString(reason); n > model.FailureReason.Max {
			return fmt.Errorf("a2itest: fail human loop %s: the reason has %d characters, over the maximum of %d", name, n, model.FailureReason.Max)
		}
		at := s.options.now() // may panic: nothing has changed yet
		l.FailureCode, l.FailureReason = code, reason
		s.store.end(l, types.HumanLoopStatusFailed, at)
		return nil
	})
}

// Output returns the output document of a loop, which on AWS is the object at
// its OutputS3Uri. It returns an error for a loop that was not Completed.
func (s *Server) Output(name string) ([]byte, error) {
	l, err := s.Loop(name)
	if err != nil {
		return nil, err
	}
	if l.HumanLoopStatus == types.HumanLoopStatusCompleted || l.HumanLoopStatus == statusDeleting {
		document, found, err := s.outputAt(l.OutputS3Uri)
		if found || err != nil {
			return document, err
		}
	}
	return nil, fmt.Errorf("a2itest: human loop %s is %s and has no output", name, l.HumanLoopStatus)
}

// GetObject returns an output document as Amazon S3 does, so that the server is
// an answers.ObjectGetter. A document exists once its loop is Completed. As in S3,
// it outlives the loop. For an object that does not exist, GetObject returns a
// smithy.APIError with S3's code NoSuchBucket or NoSuchKey.
func (s *Server) GetObject(ctx context.Context, bucket, key string) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("a2itest: get object: %w", err)
	}
	document, err := s.object(bucket, key)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(document)), nil
}

// object returns the output document that S3 would have in a bucket under a key.
func (s *Server) object(bucket, key string) ([]byte, error) {
	document, found, err := s.outputAt("s3://" + bucket + "/" + key)
	switch {
	case found || err != nil:
		return document, err
	case bucket != s.options.OutputBucket:
		return nil, &smithy.GenericAPIError{Code: "NoSuchBucket", Message: "The specified bucket does not exist", Fault: smithy.FaultClient}
	}
	return nil, &smithy.GenericAPIError{Code: "NoSuchKey", Message: "The specified key does not exist.", Fault: smithy.FaultClient}
}

// outputAt returns a copy of the output document at a URI.
func (s *Server) outputAt(uri string) (document []byte, found bool, err error) {
	err = s.store.do(func() error {
		document, found = s.store.outputs[uri]
		document = bytes.Clone(document)
		return nil
	})
	return document, found, err
}

// Input returns the InputContent that a loop was started with, which its reviewer sees.
func (s *Server) Input(name string) (string, error) {
	l, err := s.Loop(name)
	return l.InputContent, err
}

// outputDocument writes a loop's output.json.
func (s *Server) outputDocument(l *loop, contents []any) ([]byte, error) {
	now := s.options.now()
	document := answers.Document{
		FlowDefinitionArn: l.FlowDefinitionArn,
		HumanAnswers:      make([]answers.HumanAnswer, len(contents)),
		HumanLoopName:     l.HumanLoopName,
		InputContent:      json.RawMessage(l.InputContent),
	}
	for i, a := range contents {
		answer, ok := a.(Answer)
		if !ok {
			answer = Answer{Content: a}
		}
		content, err := rawContent(answer.Content)
		if err != nil {
			return nil, fmt.Errorf("answer %d: %w", i, err)
		}
		fake.OrDefault(&answer.WorkerId, "a2itest-worker")
		fake.OrDefault(&answer.AcceptedAt, l.CreationTime)
		document.HumanAnswers[i] = answers.HumanAnswer{
			AcceptanceTime:     &answer.AcceptedAt,
			AnswerContent:      content,
			SubmissionTime:     now,
			TimeSpentInSeconds: aws.Float64(now.Sub(answer.AcceptedAt).Seconds()),
			WorkerId:           answer.WorkerId,
		}
		if answer.Identity != nil {
			document.HumanAnswers[i].WorkerMetadata = &answers.WorkerMetadata{IdentityData: answer.Identity}
		}
	}
	text, err := document.MarshalJSON() // not indented, which would enlarge deeply nested input
	if err != nil {
		return nil, err
	}
	if len(text) > answers.MaxDocumentBytes {
		return nil, fmt.Errorf("the output document has %d bytes, over the maximum of %d", len(text), answers.MaxDocumentBytes)
	}
	if _, err := answers.ParseDocument(text); err != nil {
		return nil, fmt.Errorf("the output document could not be read: %w", err)
	}
	return text, nil
}

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
		return nil, fmt.Errorf("%.64q is not a JSON document", text)
	}
	return text, nil
}
