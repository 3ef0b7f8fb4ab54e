package answers

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/a2iflows/a2iflows-go/internal/restjson"
)

// The documented values of Document.AwsManagedHumanLoopRequestSource, which are
// also the name of the one member of such a task's AnswerContent.
const (
	RequestSourceTextractAnalyzeDocumentForms      = "AWS/Textract/AnalyzeDocument/Forms/V1"
	RequestSourceRekognitionDetectModerationLabels = "AWS/Rekognition/DetectModerationLabels/Image/V3"
)

// How deep the objects and arrays of an output document's parts may nest. The
// document as a whole may nest 10,000 deep, the limit of encoding/json. The input begins
// one level down, and an answer three. Deeper content is an error of MarshalJSON and
// ParseDocument. Programs in other languages may read less: Python's json reads some
// 990 levels by default.
const (
	MaxInputDepth  = restjson.MaxDepth - 1
	MaxAnswerDepth = restjson.MaxDepth - 3
)

// Document is the output document of a human loop. encoding/json reads and
// writes it as AWS does. (Developer guide, "Amazon A2I Output Data".)
type Document struct {
	// AwsManagedHumanLoopRequestSource is the built-in task that made the loop; nil
	// for a loop that StartHumanLoop began.
	AwsManagedHumanLoopRequestSource *string

	// FlowDefinitionArn is the ARN of the flow definition. It is never empty.
	FlowDefinitionArn string

	// HumanAnswers are the answers, one for each reviewer. Of Amazon Rekognition's
	// tasks, only positive answers are among them, so there may be none.
	HumanAnswers []HumanAnswer

	// HumanLoopName is the name of the loop. It is never empty.
	HumanLoopName string

	// InputContent is what the loop was started with, JSON as it was written; nil
	// where the document has none.
	InputContent json.RawMessage
}

// HumanAnswer is what one reviewer answered.
type HumanAnswer struct {
	// AnswerContent is the answer, JSON as it was written; nil where there is none.
	// The worker task template decides its members.
	AnswerContent json.RawMessage

	// AcceptanceTime is when the reviewer took the task, to the millisecond. Nil
	// where the document does not say it.
	AcceptanceTime *time.Time

	// SubmissionTime is when the reviewer submitted the answer, to the millisecond.
	// It is zero where the document does not say it.
	SubmissionTime time.Time

	// TimeSpentInSeconds is how long the reviewer actively worked on the task,
	// without pauses. Nil where the document does not say it.
	TimeSpentInSeconds *float64

	// WorkerId is unique to each reviewer.
	WorkerId string

	// WorkerMetadata tells more of a reviewer of a private workforce; nil for
	// others.
	WorkerMetadata *WorkerMetadata
}

// WorkerMetadata tells more of a reviewer of a private workforce.
type WorkerMetadata struct {
	// IdentityData says who the reviewer is at the workforce's identity provider;
	// nil where the document does not say it.
	IdentityData *IdentityData
}

// IdentityData says who a reviewer is.
type IdentityData struct {
	// IdentityProviderType is the service that manages the workforce: Cognito or
	// Oidc.
	IdentityProviderType string

	// Issuer is the Amazon Cognito user pool or the OIDC identity provider.
	Issuer string

	// Sub is the reviewer's unique identifier there.
	Sub string
}

// ParseDocument reads an output document. An error names the member that is
// wrong. A document without a flow definition or loop name is an error.
func ParseDocument(data []byte) (*Document, error) {
	document := new(Document)
	if err := document.UnmarshalJSON(data); err != nil {
		return nil, err
	}
	return document, nil
}

// UnmarshalJSON reads what ParseDocument does. After an error the document is
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

// UnmarshalJSON reads one answer as it stands in a document.
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
