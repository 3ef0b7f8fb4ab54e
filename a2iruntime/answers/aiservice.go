package answers

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/a2iflows/a2iflows-go/internal/restjson"
)

// AIServiceInput is the InputContent of a built-in task. encoding/json writes it with
// AWS's names. (Developer guide, "Output Data From Built-In Task Types".)
type AIServiceInput struct {
	// AiServiceRequest is the request to the AI service, such as Amazon Textract's
	// AnalyzeDocument.
	AiServiceRequest json.RawMessage `json:"aiServiceRequest,omitempty"`

	// AiServiceResponse is the AI service's full response. The conditions were evaluated
	// on it.
	AiServiceResponse json.RawMessage `json:"aiServiceResponse,omitempty"`

	// SelectedAiServiceResponse is the part of the response that met the
	// conditions.
	SelectedAiServiceResponse json.RawMessage `json:"selectedAiServiceResponse,omitempty"`

	// HumanTaskActivationConditionResults says why the loop was made, or nil if the
	// document does not say it.
	HumanTaskActivationConditionResults *ActivationConditionResults `json:"humanTaskActivationConditionResults,omitempty"`
}

// ActivationConditionResults says which conditions of the flow definition were
// met.
type ActivationConditionResults struct {
	// Conditions are the conditions and their results. One condition that is met is
	// enough to make a loop.
	Conditions []ActivationCondition
}

// ActivationCondition is one condition and its result: a simple one has a
// ConditionType, a complex one has And or Or. (Developer guide, "JSON Schema for
// Human Loop Activation Conditions".)
type ActivationCondition struct {
	// ConditionType is the condition's type, such as
	// ImportantFormKeyConfidenceCheck, MissingImportantFormKey,
	// ModerationLabelConfidenceCheck or Sampling.
	ConditionType string `json:",omitempty"`

	// ConditionParameters are the parameters of the type.
	ConditionParameters json.RawMessage `json:",omitempty"`

	// EvaluationResult reports whether the condition was met, or nil if the document
	// does not say it.
	EvaluationResult *bool `json:",omitempty"`

	// All conditions in And must be met, or one condition in Or.
	And, Or []ActivationCondition `json:",omitempty"`
}

// AIService reads the InputContent of a built-in task. For any other loop, all fields of
// the result are nil.
func (d *Document) AIService() (*AIServiceInput, error) {
	input := new(AIServiceInput)
	if d == nil || !bytes.HasPrefix(bytes.TrimSpace(d.InputContent), []byte("{")) {
		return input, nil // a built-in task's is an object
	}
	if err := readWhole(d.InputContent, input.read); err != nil {
		return nil, fmt.Errorf("answers: read the inputContent of human loop %s as a built-in task's: %w", d.HumanLoopName, err)
	}
	return input, nil
}

func (input *AIServiceInput) read(d *restjson.Decoder) {
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "aiServiceRequest":
			input.AiServiceRequest = readRaw(d)
		case "aiServiceResponse":
			input.AiServiceResponse = readRaw(d)
		case "selectedAiServiceResponse":
			input.SelectedAiServiceResponse = readRaw(d)
		case "humanTaskActivationConditionResults":
			input.HumanTaskActivationConditionResults = readResults(d)
		default:
			d.Skip()
		}
	}
}

func readResults(d *restjson.Decoder) *ActivationConditionResults {
	if d.Null() {
		return nil
	}
	results := new(ActivationConditionResults)
	for d.Object(); d.Next(); {
		if string(d.Key()) == "Conditions" {
			results.Conditions = readConditions(d)
		} else {
			d.Skip()
		}
	}
	return results
}

func readConditions(d *restjson.Decoder) (conditions []ActivationCondition) {
	for d.Array(); d.NextItem(); {
		var c ActivationCondition
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "ConditionType":
				c.ConditionType = d.Text()
			case "ConditionParameters":
				c.ConditionParameters = readRaw(d)
			case "EvaluationResult":
				c.EvaluationResult = d.Bool()
			case "And":
				c.And = readConditions(d)
			case "Or":
				c.Or = readConditions(d)
			default:
				d.Skip()
			}
		}
		conditions = append(conditions, c)
	}
	return conditions
}
