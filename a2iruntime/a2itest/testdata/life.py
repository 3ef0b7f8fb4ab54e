"""The life of human loops by boto3, against the server whose URL is given.

It writes one JSON document for each step to stdout. After the step "started" it
waits for a line on stdin, while reviewers answer the loop "answered".
"""

import json
import os
import sys

sys.dont_write_bytecode = True  # it would be in the repository
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../../internal/interop/testdata"))
from steps import client, refused, tell

endpoint, flow, key, secret = sys.argv[1:]


def described(name):
    loop = a2i.describe_human_loop(HumanLoopName=name)
    del loop["ResponseMetadata"]
    loop["CreationTime"] = loop["CreationTime"].isoformat()
    return loop


a2i = client("sagemaker-a2i-runtime", endpoint, key, secret)
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
tell("wrong secret", error=refused(client("sagemaker-a2i-runtime", endpoint, key, "wrong").describe_human_loop, HumanLoopName="loop-00"))
large = {"InputContent": json.dumps("x" * 3_000_000)}  # boto3 sends all of it before it reads the response
tell("unknown key", error=refused(client("sagemaker-a2i-runtime", endpoint, "AKIAUNKNOWN", secret).start_human_loop, HumanLoopName="large", FlowDefinitionArn=flow, HumanLoopInput=large))
