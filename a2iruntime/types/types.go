package types

import "time"

// HumanLoopDataAttributes are attributes of the data that the customer
// specifies. Use them to describe the data to be labeled. (API reference, Data
// Types.)
type HumanLoopDataAttributes struct {
	// ContentClassifiers declares that your content is free of personally
	// identifiable information or adult content. Amazon SageMaker can restrict
	// the Amazon Mechanical Turk workers who can view your task based on this.
	// At most 256 elements; an empty list is allowed, nil is not.
	//
	// This member is required.
	ContentClassifiers []ContentClassifier
}

// HumanLoopInput is the human loop's input. (API reference, Data Types.)
type HumanLoopInput struct {
	// InputContent is the serialized input: the text of a file in JSON format,
	// at most 3,145,728 characters.
	//
	// This member is required.
	InputContent *string
}

// HumanLoopOutput says where the human output is stored. (API reference, Data
// Types.)
type HumanLoopOutput struct {
	// OutputS3Uri is the location of the Amazon S3 object where Amazon Augmented
	// AI stores your human loop's output.
	//
	// This member is required.
	OutputS3Uri *string
}

// HumanLoopSummary is summary information about a human loop. (API reference,
// Data Types.)
type HumanLoopSummary struct {
	// CreationTime is when Amazon Augmented AI created the human loop.
	CreationTime *time.Time

	// FailureReason is why the human loop failed, set when HumanLoopStatus is
	// Failed. At most 1024 characters.
	FailureReason *string

	// FlowDefinitionArn is the Amazon Resource Name (ARN) of the flow definition
	// that configured the human loop.
	FlowDefinitionArn *string

	// HumanLoopName is the name of the human loop.
	HumanLoopName *string

	// HumanLoopStatus is the status of the human loop.
	HumanLoopStatus HumanLoopStatus
}
