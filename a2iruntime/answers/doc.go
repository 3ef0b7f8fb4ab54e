// Package answers reads what the reviewers of a human loop said: the output
// document that a Completed loop's OutputS3Uri points to, and the EventBridge
// event that tells that a loop has ended.
//
// # The output document
//
//	document, err := answers.Fetch(ctx, getter, aws.ToString(loop.HumanLoopOutput.OutputS3Uri))
//	if err != nil {
//		return err
//	}
//	fields, err := answers.DecodeAll[Fields](document) // your type, one for each reviewer
//
// Fetch reads through an [ObjectGetter], which three lines make of an
// *s3.Client; see the example of [ObjectGetterFunc]. A local service
// (*a2itest.Server) is one as it is. [ParseDocument] reads a document that you
// have already. What reviewers answered, and what they were shown, is JSON of the
// worker template's own making: [Decode] reads it into your type.
//
// A document of a built-in task (Amazon Textract, Amazon Rekognition) says in
// AwsManagedHumanLoopRequestSource which one, and its InputContent has the
// request, the response and the conditions that made the loop; see
// [Document.AIService].
//
// # The event
//
// AWS sends the event "SageMaker A2I HumanLoop Status Change" when a loop is
// Completed, Failed or Stopped. A service that takes it need not poll:
//
//	func handle(ctx context.Context, event answers.StatusChangeEvent) error { // of AWS Lambda
//		loop := event.HumanLoop() // as DescribeHumanLoop would answer
//		…
//	}
//
// It is delivered at least once: save [StatusChangeEvent.Key] with what you did, and do
// nothing when the same key comes again. [StatusChangeEvent.Err] is nil for a Completed
// loop. Otherwise it is the error that a waiter returns.
//
// An event can get lost. An occasional sweep with an a2iruntime.HumanLoopsWaiter finds
// such loops, and [EventFromSummary] makes the same event from what it yields: with the same
// Key, for the same handler. It lacks the failure code and the place of the output
// document, for which the handler calls DescribeHumanLoop.
//
// # What is accepted
//
// Members that are not known are ignored, null is a member that is missing, and
// a status that is not known is kept. A document that is not JSON, has a member of a wrong
// type, more than one document or no flow definition and loop name is an error
// that names the member. So is a document or an event whose answers, conditions or
// resources are more than 10,000 in all. What a worker template defines, AnswerContent
// and InputContent, may have lists of any length. Nothing panics on any input.
//
// # JSON
//
// encoding/json writes a document and an event as AWS does, and reads what it wrote. What
// could not be read is not written, such as a zero [StatusChangeEvent]. In content,
// encoding/json removes spaces and escapes <, > and &: other bytes, but the same value.
// Times in a document have milliseconds, and so does a loop's creation time in an event.
//
// # Testing
//
// The local service writes such documents and hands out such events: see
// a2itest's Complete, Events and Options.OnEvent.
//
// The Amazon SageMaker AI Developer Guide describes the formats, in "Amazon A2I
// Output Data" and "Use Amazon CloudWatch Events in Amazon Augmented AI".
package answers
