"""The lives of human loops, and paging, by boto3. The steps and what is printed
are those of life_test.go; the endpoints, the Region and the keys come from AWS's
own environment variables.

    python3 life.py FLOW_DEFINITION_ARN PREFIX FLOW EXECUTIONS LOOPS

EXECUTIONS and LOOPS are how many of each there must be in the end. It exits with
1 where anything is not as it must be.
"""

import json
import os
import sys
import time

import boto3
from botocore.exceptions import UnknownServiceError

flow_definition, prefix, flow, executions, loops = sys.argv[1:]


def tell(what):
    print(json.dumps(what), flush=True)


def client(service, variable):
    c = boto3.client(service)
    if c.meta.endpoint_url != os.environ[variable]:
        # It would call AWS.
        tell({"tooOld": "boto3 %s does not know %s" % (boto3.__version__, variable)})
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
    """The name of the exception, of the class wanted, that ends a call."""
    try:
        call(name)
    except exception as e:
        return type(e).__name__
    sys.exit("the call was not refused")


def collect(paginator, member, key, count, page_size, **arguments):
    everything = []
    for page in paginator.paginate(PaginationConfig={"PageSize": page_size}, **arguments):
        everything += [item[key] for item in page[member]]
    sizes = len(everything), len(set(everything))
    if sizes != (int(count), int(count)):
        sys.exit("%s: got %d, %d of them unique, want %s" % (member, *sizes, count))
    return sizes


seen = {}
answered, stopped = prefix + "-answered", prefix + "-stopped"

start(answered)
seen["started"] = describe(answered)["HumanLoopStatus"]
tell({"waiting": answered})
loop = until(answered, "Completed")
seen["completed"] = loop["HumanLoopStatus"]
seen["output"] = loop["HumanLoopOutput"]["OutputS3Uri"]
if "AWS_ENDPOINT_URL_S3" in os.environ:
    bucket, key = seen["output"].removeprefix("s3://").split("/", 1)
    document = json.load(client("s3", "AWS_ENDPOINT_URL_S3").get_object(Bucket=bucket, Key=key)["Body"])
    (answer,) = document["humanAnswers"]
    seen["total"] = answer["answerContent"]["total"]

start(stopped)
a2i.stop_human_loop(HumanLoopName=stopped)
seen["stopped"] = until(stopped, "Stopped")["HumanLoopStatus"]
a2i.delete_human_loop(HumanLoopName=stopped)
seen["deleted"] = refused(describe, stopped, a2i.exceptions.ResourceNotFoundException)
seen["invalid"] = refused(start, "Not_A_Name", a2i.exceptions.ValidationException)

seen["loops"], seen["uniqueLoops"] = collect(
    a2i.get_paginator("list_human_loops"), "HumanLoopSummaries", "HumanLoopName", loops, 100, FlowDefinitionArn=flow_definition
)
seen["executions"] = seen["uniqueExecutions"] = None
try:
    bedrock = client("bedrock-agent-runtime", "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME")
except UnknownServiceError:
    bedrock = None
if hasattr(bedrock, "list_flow_executions"):
    seen["executions"], seen["uniqueExecutions"] = collect(
        bedrock.get_paginator("list_flow_executions"), "flowExecutionSummaries", "executionArn", executions, 10, flowIdentifier=flow
    )
tell(seen)
