"""Flow executions by boto3, from the server whose URL is given.

It writes one JSON document for each step to stdout, or just the line "too old"
when this boto3 does not know the operation.
"""

import os
import sys

sys.dont_write_bytecode = True  # it would be in the repository
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../../internal/interop/testdata"))
from steps import client, refused, tell

endpoint, flow, key, secret = sys.argv[1:]


try:
    bedrock = client("bedrock-agent-runtime", endpoint, key, secret)
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
tell("wrong secret", error=refused(client("bedrock-agent-runtime", endpoint, key, "wrong").list_flow_executions, flowIdentifier=flow))
