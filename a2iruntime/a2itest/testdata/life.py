"""The life of human loops by boto3, against the server whose URL is given.

It writes one JSON document for each step to stdout. After the step "started" it
waits for a line on stdin, while reviewers answer the loop "answered".
"""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, flow, key, secret = sys.argv[1:]


def client(secret, key=key):
    return boto3.client(
        "sagemaker-a2i-runtime",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(retries={"total_max_attempts": 1}, proxies={}),
    )


def tell(step, **what):
    print(json.dumps({"step": step, **what}), flush=True)


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        answer = e.response
        return [answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Message"], type(e).__name__]
    return None


def described(name):
    loop = a2i.describe_human_loop(HumanLoopName=name)
    del loop["ResponseMetadata"]
    loop["CreationTime"] = loop["CreationTime"].isoformat()
    return loop


a2i = client(secret)
arns = [
    a2i.start_human_loop(
        HumanLoopName=name,
        FlowDefinitionArn=flow,
        HumanLoopInput={"InputContent": json.dumps({"text": "für 見積 😀 / + %"})},
        DataAttributes={"ContentClassifiers": ["FreeOfAdultContent"]},
    )["HumanLoopArn"]
    for name in ["answered", "stopped"]
]
tell("started", arns=arns, loop=described("answered"))
sys.stdin.readline()
tell("completed", loop=described("answered"))

a2i.stop_human_loop(HumanLoopName="stopped")
tell("stopped", status=described("stopped")["HumanLoopStatus"])
for name in ["answered", "stopped"]:
    a2i.delete_human_loop(HumanLoopName=name)
tell("deleted", error=refused(a2i.describe_human_loop, HumanLoopName="answered"))

names = ["loop-%02d" % i for i in range(25)]
for name in names:
    a2i.start_human_loop(HumanLoopName=name, FlowDefinitionArn=flow, HumanLoopInput={"InputContent": "1"})
pages = a2i.get_paginator("list_human_loops").paginate(
    FlowDefinitionArn=flow, SortOrder="Ascending", CreationTimeAfter="2026-01-01", PaginationConfig={"PageSize": 10}
)
sizes, listed = [], []
for page in pages:
    sizes.append(len(page["HumanLoopSummaries"]))
    listed += [loop["HumanLoopName"] for loop in page["HumanLoopSummaries"]]
tell("listed", sizes=sizes, all=listed == names)

tell("conflict", error=refused(a2i.start_human_loop, HumanLoopName="loop-00", FlowDefinitionArn=flow, HumanLoopInput={"InputContent": "2"}))
tell("wrong secret", error=refused(client("wrong").describe_human_loop, HumanLoopName="loop-00"))
large = {"InputContent": json.dumps("x" * 3_000_000)}  # boto3 sends all of it before it reads the response
tell("unknown key", error=refused(client(secret, "AKIAUNKNOWN").start_human_loop, HumanLoopName="large", FlowDefinitionArn=flow, HumanLoopInput=large))
