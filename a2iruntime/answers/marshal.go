package answers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime/types"
	"github.com/a2iflows/a2iflows-go/internal/restjson"
)

// MarshalJSON writes the document as AWS does: times with milliseconds, in UTC. It
// returns an error for a document that ParseDocument could not read: one without a flow
// definition or loop name, such as the zero value, or with content that is nested deeper
// than MaxInputDepth or MaxAnswerDepth.
func (d Document) MarshalJSON() ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if err := checkDepth("inputContent", d.InputContent, MaxInputDepth); err != nil {
		return nil, err
	}
	w := wireDocument{
		AwsManagedHumanLoopRequestSource: d.AwsManagedHumanLoopRequestSource,
		FlowDefinitionArn:                d.FlowDefinitionArn,
		HumanAnswers:                     make([]wireAnswer, len(d.HumanAnswers)),
		HumanLoopName:                    d.HumanLoopName,
		InputContent:                     d.InputContent,
	}
	for i, a := range d.HumanAnswers {
		if err := checkDepth(fmt.Sprintf("humanAnswers[%d].answerContent", i), a.AnswerContent, MaxAnswerDepth); err != nil {
			return nil, err
		}
		w.HumanAnswers[i] = a.wire()
	}
	return marshal(w)
}

// checkDepth returns an error if content is nested deeper than a document allows.
func checkDepth(member string, content json.RawMessage, limit int) error {
	if depth := restjson.Depth([]byte(content)); depth > limit {
		return fmt.Errorf("answers: %s is nested %d deep, over the maximum of %d", member, depth, limit)
	}
	return nil
}

// MarshalJSON writes the answer in the form that it has in a document. Content that is
// nested deeper than MaxAnswerDepth is an error.
func (a HumanAnswer) MarshalJSON() ([]byte, error) {
	if err := checkDepth("answerContent", a.AnswerContent, MaxAnswerDepth); err != nil {
		return nil, err
	}
	return marshal(a.wire())
}

func (a *HumanAnswer) wire() wireAnswer {
	w := wireAnswer{
		AcceptanceTime:     millis(a.AcceptanceTime),
		AnswerContent:      a.AnswerContent,
		SubmissionTime:     millisOf(a.SubmissionTime),
		TimeSpentInSeconds: a.TimeSpentInSeconds,
		WorkerId:           a.WorkerId,
	}
	if a.WorkerMetadata != nil {
		w.WorkerMetadata = &wireMetadata{(*wireIdentity)(a.WorkerMetadata.IdentityData)}
	}
	return w
}

// The members of an output document, in the order in which AWS writes them.
type (
	wireDocument struct {
		AwsManagedHumanLoopRequestSource *string         `json:"awsManagedHumanLoopRequestSource,omitempty"`
		FlowDefinitionArn                string          `json:"flowDefinitionArn"`
		HumanAnswers                     []wireAnswer    `json:"humanAnswers"`
		HumanLoopName                    string          `json:"humanLoopName"`
		InputContent                     json.RawMessage `json:"inputContent,omitempty"`
	}

	wireAnswer struct {
		AcceptanceTime     *string         `json:"acceptanceTime,omitempty"`
		AnswerContent      json.RawMessage `json:"answerContent,omitempty"`
		SubmissionTime     *string         `json:"submissionTime,omitempty"`
		TimeSpentInSeconds *float64        `json:"timeSpentInSeconds,omitempty"`
		WorkerId           string          `json:"workerId"`
		WorkerMetadata     *wireMetadata   `json:"workerMetadata,omitempty"`
	}

	wireMetadata struct {
		IdentityData *wireIdentity `json:"identityData,omitempty"`
	}

	wireIdentity struct {
		IdentityProviderType string `json:"identityProviderType"`
		Issuer               string `json:"issuer"`
		Sub                  string `json:"sub"`
	}
)

// MarshalJSON writes the event as AWS does: missing members as null, Time to the
// second and CreationTime to the millisecond, in UTC. For an event that ParseEvent could
// not read, such as the zero value, it returns the same error as ParseEvent.
func (e StatusChangeEvent) MarshalJSON() ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	w := wireEvent{
		Version: e.Version, ID: e.Id, DetailType: e.DetailType, Source: e.Source, Account: e.Account,
		Time: e.Time.UTC().Format("2006-01-02T15:04:05Z"), Region: e.Region, Resources: e.Resources,
		Detail: e.Detail.wire(),
	}
	if w.Resources == nil {
		w.Resources = []string{}
	}
	return marshal(w)
}

// MarshalJSON writes the detail in the form that it has in an event.
func (detail StatusChangeDetail) MarshalJSON() ([]byte, error) { return marshal(detail.wire()) }

func (detail *StatusChangeDetail) wire() wireDetail {
	w := wireDetail{
		CreationTime:      millis(detail.CreationTime),
		FailureCode:       detail.FailureCode,
		FailureReason:     detail.FailureReason,
		FlowDefinitionArn: detail.FlowDefinitionArn,
		HumanLoopArn:      detail.HumanLoopArn,
		HumanLoopName:     detail.HumanLoopName,
		HumanLoopStatus:   detail.HumanLoopStatus,
	}
	if detail.HumanLoopOutput != nil {
		w.HumanLoopOutput = &wireOutput{detail.HumanLoopOutput.OutputS3Uri}
	}
	return w
}

// The members of an event, in the order in which AWS writes them.
type (
	wireEvent struct {
		Version    string     `json:"version"`
		ID         string     `json:"id"`
		DetailType string     `json:"detail-type"`
		Source     string     `json:"source"`
		Account    string     `json:"account"`
		Time       string     `json:"time"`
		Region     string     `json:"region"`
		Resources  []string   `json:"resources"`
		Detail     wireDetail `json:"detail"`
	}

	wireDetail struct {
		CreationTime      *string               `json:"creationTime"`
		FailureCode       *string               `json:"failureCode"`
		FailureReason     *string               `json:"failureReason"`
		FlowDefinitionArn *string               `json:"flowDefinitionArn"`
		HumanLoopArn      *string               `json:"humanLoopArn"`
		HumanLoopName     *string               `json:"humanLoopName"`
		HumanLoopOutput   *wireOutput           `json:"humanLoopOutput"`
		HumanLoopStatus   types.HumanLoopStatus `json:"humanLoopStatus"`
	}

	wireOutput struct {
		OutputS3Uri *string `json:"outputS3Uri"`
	}
)

// marshal leaves <, > and & as they are: the output is not HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

func millis(t *time.Time) *string {
	if t == nil {
		return nil
	}
	return millisOf(*t)
}

// millisOf returns a time in the form that documents have, or nil for the zero time.
func millisOf(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := restjson.FormatMillis(t)
	return &text
}
