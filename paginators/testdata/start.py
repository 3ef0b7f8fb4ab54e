"""Reads a list through botocore's own PageIterator from each starting token.

Reads a list of StartingTokens from standard input. Writes for each the page token that
botocore asks the service for (null is the first page) and how many items of that page
it skips; or, where botocore refuses the StartingToken, null.
"""
import json
import sys

from botocore.paginate import Paginator

SIZE = 1000


def start(token):
    asked = []

    def operation(**kwargs):
        asked.append(kwargs.get("NextToken"))
        return {"Items": list(range(SIZE))}

    config = {"input_token": "NextToken", "output_token": "NextToken", "result_key": "Items", "limit_key": "MaxResults"}
    try:
        pages = list(Paginator(operation, config, None).paginate(PaginationConfig={"StartingToken": token}))
    except ValueError:
        return None
    return {"token": asked[0], "skip": SIZE - len(pages[0]["Items"])}


json.dump([start(token) for token in json.load(sys.stdin)], sys.stdout)
