"""Flow executions by boto3, from the server whose URL is given.

It writes one JSON document for each step to stdout, or just the line "too old"
when this boto3 does not know the operation.
"""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, flow, key, secret = sys.argv[1:]


def client(secret):
    return boto3.client(
        "bedrock-agent-runtime",
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


try:
    bedrock = client(secret)
except Exception as e:  # a boto3 that does not know the service at all
    bedrock = e
if not hasattr(bedrock, "list_flow_executions"):
    print("too old")
    sys.exit(0)

first = bedrock.list_flow_executions(flowIdentifier=flow, maxResults=1)["flowExecutionSummaries"]
for execution in first:
    for member in ["createdAt", "endedAt"]:
        execution[member] = execution[member].isoformat()
tell("first", executions=first)

for identifier in [flow, first[0]["executionArn"].split("/alias/")[0]]:
    pages = bedrock.get_paginator("list_flow_executions").paginate(flowIdentifier=identifier, PaginationConfig={"PageSize": 10})
    sizes, names = [], []
    for page in pages:
        sizes.append(len(page["flowExecutionSummaries"]))
        names += [e["executionArn"].rsplit("/", 1)[1] for e in page["flowExecutionSummaries"]]
    tell("pages", sizes=sizes, names=" ".join(names))

tell("unknown flow", error=refused(bedrock.list_flow_executions, flowIdentifier="NOSUCHFLOW"))
tell("wrong secret", error=refused(client("wrong").list_flow_executions, flowIdentifier=flow))
