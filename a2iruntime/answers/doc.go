// Package answers reads what reviewers answered: the output document at a Completed
// loop's OutputS3Uri, and the EventBridge event that reports the end of a loop.
//
//	document, err := answers.Fetch(ctx, getter, aws.ToString(loop.HumanLoopOutput.OutputS3Uri))
//	if err != nil {
//		return err
//	}
//	invoices, err := answers.DecodeAll[Invoice](document) // your type, one value for each reviewer
//
// # The output document
//
// Fetch reads through an [ObjectGetter]. The example of [ObjectGetterFunc] makes one from
// an *s3.Client. A local service (*a2itest.Server) is an ObjectGetter itself. To read a
// document that you already have, call [ParseDocument]. The worker template defines the
// JSON of the answers and of what the reviewers saw. [Decode] decodes it into your type.
//
// A document of a built-in task (Amazon Textract, Amazon Rekognition) names the task in
// AwsManagedHumanLoopRequestSource. Its InputContent has the AI service's request, its
// response, and the conditions that made the loop; see [Document.AIService].
//
// # The event
//
// AWS sends the event "SageMaker A2I HumanLoop Status Change" when a loop is
// Completed, Failed or Stopped. A service that receives it need not poll:
//
//	func handle(ctx context.Context, event answers.StatusChangeEvent) error { // of AWS Lambda
//		loop := event.HumanLoop() // what DescribeHumanLoop would return
//		…
//	}
//
// EventBridge delivers it at least once. Save [StatusChangeEvent.Key] with the result of
// your work, and ignore an event whose key you have saved. [StatusChangeEvent.Err] is nil
// for a Completed loop. Otherwise it is the error that a waiter returns.
//
// An event can get lost. To find such loops, sweep occasionally with an
// a2iruntime.HumanLoopsWaiter. [EventFromSummary] turns the loops that it yields into
// the same events, with the same Key, for the same handler.
// EventFromSummary says what they lack.
//
// # What is accepted
//
// Unknown members are ignored, null means that a member is missing, and an unknown status
// is kept. A document that is not JSON, has a member of a wrong type, is followed by
// another document, or has no flow definition or loop name, returns an error that names the
// member. So does a document or an event with more than 10,000 answers, conditions or
// resources in all. The lists in AnswerContent and InputContent, which the worker template
// defines, may have any length. Nothing panics on any input.
//
// # JSON
//
// encoding/json writes a document and an event as AWS does, and reads what it wrote. If the
// result could not be read again, as with a zero [StatusChangeEvent], writing it is an
// error. In content, encoding/json removes spaces and escapes <, > and &, which changes the
// bytes, but not the value. Times in a document have milliseconds, and so does a loop's
// creation time in an event.
//
// # Testing
//
// The local service writes such documents and sends such events: see a2itest's Complete,
// Events and Options.OnEvent.
//
// The Amazon SageMaker AI Developer Guide describes the formats, in "Amazon A2I
// Output Data" and "Use Amazon CloudWatch Events in Amazon Augmented AI".
package answers
