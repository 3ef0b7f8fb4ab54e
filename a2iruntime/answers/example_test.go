package answers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/a2iflows/a2iflows-go/a2iruntime"
	"github.com/a2iflows/a2iflows-go/a2iruntime/a2itest"
	"github.com/a2iflows/a2iflows-go/a2iruntime/answers"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// exampleServer is a local service with a loop that two people have reviewed.
func exampleServer() (srv *a2itest.Server, outputS3Uri string) {
	srv = a2itest.NewServer()
	_, err := srv.Start("invoice-0117", "reviews", `{"total": "2,271.00"}`)
	if err == nil {
		err = srv.Complete("invoice-0117",
			a2itest.Answer{Content: `{"total": "2,211.00"}`, WorkerId: "ada"},
			a2itest.Answer{Content: `{"total": "2,211.00", "note": "blurred"}`, WorkerId: "bob"})
	}
	loop, loopErr := srv.Loop("invoice-0117")
	if err = errors.Join(err, loopErr); err != nil {
		fmt.Println(err)
	}
	return srv, loop.OutputS3Uri
}

// This gets the output document of a Completed loop and decodes the answers into the
// program's own type.
func ExampleFetch() {
	srv, outputS3Uri := exampleServer() // a loop's HumanLoopOutput.OutputS3Uri
	defer srv.Close()

	document, err := answers.Fetch(context.Background(), srv, outputS3Uri) // on AWS: see ObjectGetterFunc
	if err != nil {
		fmt.Println(err)
		return
	}
	type correction struct{ Total, Note string }
	corrections, err := answers.DecodeAll[correction](document)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, c := range corrections {
		fmt.Printf("%s: %+v\n", document.HumanAnswers[i].WorkerId, c)
	}
	// Output:
	// ada: {Total:2,211.00 Note:}
	// bob: {Total:2,211.00 Note:blurred}
}

// This getter reads documents from AWS with an *s3.Client.
func ExampleObjectGetterFunc() {
	client := s3.New(s3.Options{Region: "us-east-1"}) // s3.NewFromConfig(cfg)

	getter := answers.ObjectGetterFunc(func(ctx context.Context, bucket, key string) (io.ReadCloser, error) {
		out, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
		if err != nil {
			return nil, err
		}
		return out.Body, nil
	})

	_, err := answers.Fetch(context.Background(), getter, "https://bucket.s3.amazonaws.com/key") // refused before the getter is called
	fmt.Println(err)
	// Output:
	// answers: "https://bucket.s3.amazonaws.com/key" is not an S3 URI such as s3://BUCKET/KEY: it does not begin with s3://
}

// Decode decodes an answer as encoding/json does. A mistake is an error, never a zero
// value.
func ExampleDecode() {
	answer := answers.HumanAnswer{AnswerContent: json.RawMessage(`{"total": "2,211.00"}`)}
	fields, err := answers.Decode[map[string]string](answer.AnswerContent)
	fmt.Println(fields, err)
	_, err = answers.Decode[[]string](answer.AnswerContent)
	fmt.Println(err)
	// Output:
	// map[total:2,211.00] <nil>
	// answers: decode the content into []string: json: cannot unmarshal object into Go value of type []string
}

// The input of a built-in task contains the conditions that made the loop, and the AI
// service's response.
func ExampleDocument_AIService() {
	document, err := answers.ParseDocument([]byte(form))
	if err != nil {
		fmt.Println(err)
		return
	}
	input, err := document.AIService()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(aws.ToString(document.AwsManagedHumanLoopRequestSource))
	for _, c := range input.HumanTaskActivationConditionResults.Conditions[0].Or {
		fmt.Println(c.ConditionType, aws.ToBool(c.EvaluationResult))
	}
	fmt.Printf("%s\n", input.SelectedAiServiceResponse)
	// Output:
	// AWS/Textract/AnalyzeDocument/Forms/V1
	// ImportantFormKeyConfidenceCheck true
	// MissingImportantFormKey false
	//  false
	// {"blocks": [{"id": "1"}]}
}

// A handler processes the event that a loop has ended, so the program need not poll. The
// same event may be delivered twice, with the same Key.
func ExampleStatusChangeEvent() {
	done := map[string]bool{} // in production, a database
	handle := func(_ context.Context, event answers.StatusChangeEvent) error {
		if done[event.Key()] {
			return nil
		}
		loop := event.HumanLoop() // what DescribeHumanLoop would return
		if err := event.Err(); err != nil {
			fmt.Println(aws.ToString(loop.HumanLoopName), "-", err)
		} else {
			fmt.Println(aws.ToString(loop.HumanLoopName), "is", loop.HumanLoopStatus)
		}
		done[event.Key()] = true
		return nil
	}

	// In a test, the local service sends the events. AWS Lambda and EventBridge
	// deliver them as JSON, which json.Unmarshal and ParseEvent read.
	srv := a2itest.NewServer(func(o *a2itest.Options) {
		o.OnEvent = func(event answers.StatusChangeEvent) {
			for range 2 { // delivered twice
				if err := handle(context.Background(), event); err != nil {
					fmt.Println(err)
				}
			}
		}
	})
	defer srv.Close()
	for _, name := range []string{"invoice-1", "invoice-2"} {
		if _, err := srv.Start(name, "reviews", `{}`); err != nil {
			fmt.Println(err)
		}
	}
	if err := errors.Join(srv.Complete("invoice-1", `{"ok": true}`), srv.Fail("invoice-2", "Expired", "Nobody came.")); err != nil {
		fmt.Println(err)
	}
	// Output:
	// invoice-1 is Completed
	// invoice-2 - waiters: wait for HumanLoopCompleted failed: it is Failed, Expired: Nobody came.
}

// One handler serves EventBridge and a sweep that finds loops whose events got lost. A loop
// that both report has the same Key.
func ExampleEventFromSummary() {
	var delivered []answers.StatusChangeEvent // by EventBridge
	srv := a2itest.NewServer(func(o *a2itest.Options) {
		o.OnEvent = func(event answers.StatusChangeEvent) {
			if *event.Detail.HumanLoopName != "invoice-2" { // its event gets lost
				delivered = append(delivered, event)
			}
		}
	})
	defer srv.Close()
	client, ctx := a2iruntime.NewFromConfig(srv.Config()), context.Background()
	for _, name := range []string{"invoice-1", "invoice-2"} {
		_, err := srv.Start(name, "reviews", `{}`)
		if err = errors.Join(err, srv.Complete(name, `{"ok": true}`)); err != nil {
			fmt.Println(err)
		}
	}

	done := map[string]bool{} // in production, a database
	handle := func(event *answers.StatusChangeEvent) error {
		name := aws.ToString(event.Detail.HumanLoopName)
		if done[event.Key()] {
			fmt.Println(name, "was handled before")
			return nil
		}
		loop := event.HumanLoop()
		if loop.HumanLoopOutput == nil { // a summary lacks it
			var err error
			if loop, err = client.DescribeHumanLoop(ctx, &a2iruntime.DescribeHumanLoopInput{HumanLoopName: event.Detail.HumanLoopName}); err != nil {
				return err
			}
		}
		document, err := answers.Fetch(ctx, srv, aws.ToString(loop.HumanLoopOutput.OutputS3Uri))
		if err != nil {
			return err
		}
		fmt.Printf("%s: %s\n", name, document.HumanAnswers[0].AnswerContent)
		done[event.Key()] = true
		return nil
	}

	for i := range delivered {
		if err := handle(&delivered[i]); err != nil {
			fmt.Println(err)
		}
	}
	for loop, err := range a2iruntime.NewHumanLoopsWaiter(client).Each(ctx, &a2iruntime.HumanLoopsWaiterInput{
		FlowDefinitionArn: aws.String(srv.FlowDefinitionArn("reviews")),
		HumanLoopNames:    []string{"invoice-1", "invoice-2"},
	}, 48*time.Hour) {
		if err != nil {
			fmt.Println(err)
			return
		}
		event, err := answers.EventFromSummary(loop)
		if err == nil {
			err = handle(event)
		}
		if err != nil {
			fmt.Println(err)
		}
	}
	// Unordered output:
	// invoice-1: {"ok":true}
	// invoice-1 was handled before
	// invoice-2: {"ok":true}
}

// Other events and malformed events return different errors.
func ExampleParseEvent() {
	_, err := answers.ParseEvent([]byte(`{"source": "aws.s3", "detail-type": "Object Created"}`))
	var other *answers.OtherEventError
	fmt.Println(errors.As(err, &other), err)
	_, err = answers.ParseEvent([]byte(`{"source": "aws.sagemaker", "detail-type": 7}`))
	fmt.Println(errors.As(err, &other), err)
	// Output:
	// true answers: the event's detail-type is "Object Created" and its source is "aws.s3", not "SageMaker A2I HumanLoop Status Change" and "aws.sagemaker"
	// false answers: read an event: invalid JSON at byte 43: member detail-type: want a string, found '7'
}

// ParseS3URI checks each part of the URI.
func ExampleParseS3URI() {
	uri, err := answers.ParseS3URI("s3://my-output/reviews/2026/03/04/05/06/07/invoice-0117/output.json")
	fmt.Println(uri.Bucket, uri.Key, err)
	_, err = answers.ParseS3URI("s3://my output/output.json")
	fmt.Println(err)
	// Output:
	// my-output reviews/2026/03/04/05/06/07/invoice-0117/output.json <nil>
	// answers: "s3://my output/output.json" is not an S3 URI such as s3://BUCKET/KEY: the bucket's name may only have the characters a-z, A-Z, 0-9, dot, hyphen and underscore
}
