package answers

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/restjson"
)

// The documented values of Document.AwsManagedHumanLoopRequestSource. The AnswerContent of
// such a task has one member, with the same name.
const (
	RequestSourceTextractAnalyzeDocumentForms      = "AWS/Textract/AnalyzeDocument/Forms/V1"
	RequestSourceRekognitionDetectModerationLabels = "AWS/Rekognition/DetectModerationLabels/Image/V3"
)

// The maximum depth of nested objects and arrays in the parts of an output document. The
// whole document may nest 10,000 deep, the limit of encoding/json. The input begins
// one level down, and an answer three. MarshalJSON and ParseDocument return an error for
// deeper content. Programs in other languages may read less: Python's json reads about
// 990 levels by default.
const (
	MaxInputDepth  = restjson.MaxDepth - 1
	MaxAnswerDepth = restjson.MaxDepth - 3
)

// Document is the output document of a human loop. encoding/json reads and
// writes it as AWS does. (Developer guide, "Amazon A2I Output Data".)
type Document struct {
	// AwsManagedHumanLoopRequestSource is the built-in task that made the loop, or nil
	// if StartHumanLoop started it.
	AwsManagedHumanLoopRequestSource *string

	// FlowDefinitionArn is the ARN of the flow definition. It is never empty.
	FlowDefinitionArn string

	// HumanAnswers are the answers, one for each reviewer. For Amazon Rekognition's
	// tasks, they contain only positive answers, so there may be none.
	HumanAnswers []HumanAnswer

	// HumanLoopName is the name of the loop. It is never empty.
	HumanLoopName string

	// InputContent is the loop's input, as JSON, unchanged. It is nil if the document has
	// none.
	InputContent json.RawMessage
}

// HumanAnswer is what one reviewer answered.
type HumanAnswer struct {
	// AnswerContent is the answer, as JSON, unchanged. It is nil if there is none.
	// The worker task template decides its members.
	AnswerContent json.RawMessage

	// AcceptanceTime is when the reviewer took the task, to the millisecond, or
	// nil if the document does not say it.
	AcceptanceTime *time.Time

	// SubmissionTime is when the reviewer submitted the answer, to the millisecond.
	// It is zero if the document does not say it.
	SubmissionTime time.Time

	// TimeSpentInSeconds is how long the reviewer actively worked on the task,
	// without pauses, or nil if the document does not say it.
	TimeSpentInSeconds *float64

	// WorkerId is unique to each reviewer.
	WorkerId string

	// WorkerMetadata identifies a reviewer of a private workforce. It is nil for other
	// reviewers.
	WorkerMetadata *WorkerMetadata
}

// WorkerMetadata identifies a reviewer of a private workforce.
type WorkerMetadata struct {
	// IdentityData identifies the reviewer at the workforce's identity provider, or is nil
	// if the document does not.
	IdentityData *IdentityData
}

// IdentityData identifies a reviewer.
type IdentityData struct {
	// IdentityProviderType is the service that manages the workforce: Cognito or
	// Oidc.
	IdentityProviderType string

	// Issuer is the Amazon Cognito user pool or the OIDC identity provider.
	Issuer string

	// Sub is the reviewer's unique identifier there.
	Sub string
}

// ParseDocument reads an output document. An error names the invalid member. A document
// without a flow definition or loop name is an error.
func ParseDocument(data []byte) (*Document, error) {
	document := new(Document)
	if err := document.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	return document, nil
}

// UnmarshalJSON reads the same documents as ParseDocument. After an error, the document is
// unchanged.
func (d *Document) UnmarshalJSON(data []byte) error {
	var read Document
	if err := readWhole(data, read.read); err != nil {
		return fmt.Errorf("answers: read an output document: %w", err)
	}
	if err := read.check(); err != nil {
		return err
	}
	*d = read
	return nil
}

// check returns an error if the document does not name its loop and flow definition.
func (d *Document) check() error {
	var missing []string
	if d.FlowDefinitionArn == "" {
		missing = append(missing, "flowDefinitionArn")
	}
	if d.HumanLoopName == "" {
		missing = append(missing, "humanLoopName")
	}
	if missing != nil {
		return fmt.Errorf("answers: not an output document of a human loop: it has no %s", strings.Join(missing, " and no "))
	}
	return nil
}

// UnmarshalJSON reads one answer in the form that it has in a document.
func (a *HumanAnswer) UnmarshalJSON(data []byte) error {
	var read HumanAnswer
	if err := readWhole(data, func(d *restjson.Decoder) { read = readAnswer(d) }); err != nil {
		return fmt.Errorf("answers: read an answer: %w", err)
	}
	*a = read
	return nil
}

// readWhole reads data, which must be one JSON document.
func readWhole(data []byte, read func(*restjson.Decoder)) error {
	d := restjson.NewDecoder(data)
	defer d.Release()
	read(d)
	return d.End()
}

func (document *Document) read(d *restjson.Decoder) {
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "awsManagedHumanLoopRequestSource":
			document.AwsManagedHumanLoopRequestSource = d.String()
		case "flowDefinitionArn":
			document.FlowDefinitionArn = d.Text()
		case "humanAnswers":
			document.HumanAnswers = nil
			for d.Array(); d.NextItem(); {
				document.HumanAnswers = append(document.HumanAnswers, readAnswer(d))
			}
		case "humanLoopName":
			document.HumanLoopName = d.Text()
		case "inputContent":
			document.InputContent = readRaw(d)
		default:
			d.Skip()
		}
	}
}

func readAnswer(d *restjson.Decoder) (a HumanAnswer) {
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "answerContent":
			a.AnswerContent = readRaw(d)
		case "acceptanceTime":
			a.AcceptanceTime = d.Time()
		case "submissionTime":
			if t := d.Time(); t != nil {
				a.SubmissionTime = *t
			}
		case "timeSpentInSeconds":
			a.TimeSpentInSeconds = d.Float()
		case "workerId":
			a.WorkerId = d.Text()
		case "workerMetadata":
			a.WorkerMetadata = readMetadata(d)
		default:
			d.Skip()
		}
	}
	return a
}

func readMetadata(d *restjson.Decoder) *WorkerMetadata {
	if d.Null() {
		return nil
	}
	metadata := new(WorkerMetadata)
	for d.Object(); d.Next(); {
		if string(d.Key()) != "identityData" {
			d.Skip()
			continue
		}
		if d.Null() {
			continue
		}
		metadata.IdentityData = new(IdentityData)
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "identityProviderType":
				metadata.IdentityData.IdentityProviderType = d.Text()
			case "issuer":
				metadata.IdentityData.Issuer = d.Text()
			case "sub":
				metadata.IdentityData.Sub = d.Text()
			default:
				d.Skip()
			}
		}
	}
	return metadata
}

// readRaw reads a value as it is written; null is nil.
func readRaw(d *restjson.Decoder) json.RawMessage {
	if d.Null() {
		return nil
	}
	return d.Raw()
}
