"""Runs human loops and pages both lists with boto3.

life_test.go describes the steps and the output. The endpoints, the Region and the
credentials come from the AWS environment variables.

    python3 life.py FLOW_DEFINITION_ARN PREFIX FLOW EXECUTIONS LOOPS

EXECUTIONS and LOOPS are the expected numbers at the end. The program exits with 1 if a
result is not as expected.
"""

import json
import os
import sys
import time

import boto3
from botocore.exceptions import UnknownServiceError

flow_definition, prefix, flow, executions, loops = sys.argv[1:]


def report(value):
    print(json.dumps(value), flush=True)


def client(service, variable):
    c = boto3.client(service)
    if c.meta.endpoint_url != os.environ[variable]:
        # This client would call AWS.
        report({"tooOld": "boto3 %s does not support %s" % (boto3.__version__, variable)})
        sys.exit()
    return c


a2i = client("sagemaker-a2i-runtime", "AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME")


def start(name):
    a2i.start_human_loop(
        HumanLoopName=name,
        FlowDefinitionArn=flow_definition,
        HumanLoopInput={"InputContent": json.dumps({"text": "für 見積 😀 / + %"})},
        DataAttributes={"ContentClassifiers": ["FreeOfAdultContent"]},
    )


def describe(name):
    return a2i.describe_human_loop(HumanLoopName=name)


def until(name, status):
    for _ in range(600):
        loop = describe(name)
        if loop["HumanLoopStatus"] == status:
            return loop
        time.sleep(0.05)
    sys.exit("%s is not %s after 30 seconds" % (name, status))


def refused(call, name, exception):
    """Returns the name of the exception, of the given class, that a call raises."""
    try:
        call(name)
    except exception as e:
        return type(e).__name__
    sys.exit("the call succeeded, want %s" % exception.__name__)


def collect(paginator, member, key, count, page_size, **arguments):
    everything = []
    for page in paginator.paginate(PaginationConfig={"PageSize": page_size}, **arguments):
        everything += [item[key] for item in page[member]]
    sizes = len(everything), len(set(everything))
    if sizes != (int(count), int(count)):
        sys.exit("%s: got %d, %d of them unique, want %s" % (member, *sizes, count))
    return sizes


results = {}
answered, stopped = prefix + "-answered", prefix + "-stopped"

start(answered)
results["started"] = describe(answered)["HumanLoopStatus"]
report({"waiting": answered})
loop = until(answered, "Completed")
results["completed"] = loop["HumanLoopStatus"]
results["output"] = loop["HumanLoopOutput"]["OutputS3Uri"]
if "AWS_ENDPOINT_URL_S3" in os.environ:
    bucket, key = results["output"].removeprefix("s3://").split("/", 1)
    document = json.load(client("s3", "AWS_ENDPOINT_URL_S3").get_object(Bucket=bucket, Key=key)["Body"])
    (answer,) = document["humanAnswers"]
    results["total"] = answer["answerContent"]["total"]

start(stopped)
a2i.stop_human_loop(HumanLoopName=stopped)
results["stopped"] = until(stopped, "Stopped")["HumanLoopStatus"]
a2i.delete_human_loop(HumanLoopName=stopped)
results["deleted"] = refused(describe, stopped, a2i.exceptions.ResourceNotFoundException)
results["invalid"] = refused(start, "Not_A_Name", a2i.exceptions.ValidationException)

results["loops"], results["uniqueLoops"] = collect(
    a2i.get_paginator("list_human_loops"), "HumanLoopSummaries", "HumanLoopName", loops, 100, FlowDefinitionArn=flow_definition
)
results["executions"] = results["uniqueExecutions"] = None
try:
    bedrock = client("bedrock-agent-runtime", "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME")
except UnknownServiceError:
    bedrock = None
if hasattr(bedrock, "list_flow_executions"):
    results["executions"], results["uniqueExecutions"] = collect(
        bedrock.get_paginator("list_flow_executions"), "flowExecutionSummaries", "executionArn", executions, 10, flowIdentifier=flow
    )
report(results)
