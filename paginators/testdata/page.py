"""Runs cases of paging through botocore's own PageIterator.

Reads a list of cases from standard input: the sizes of a list's pages, the last
page's token (null or ""), the name of the token parameter, and the MaxItems of
each run of a chain; 0 is none. Writes, for each run, its items and its resume
token.
"""
import json
import sys

from botocore.paginate import Paginator


def pages_of(case):
    pages, first = [], 0
    for size in case["pages"]:
        pages.append(list(range(first, first + size)))
        first += size
    return pages


def run(case, max_items, starting_token):
    key, pages = case["key"], pages_of(case)

    def operation(**kwargs):
        token = kwargs.get(key)
        at = case["tokens"].index(token) + 1 if token is not None else 0
        response = {"Items": pages[at]}
        if at < len(case["tokens"]):
            response[key] = case["tokens"][at]
        elif case["last"] is not None:
            response[key] = case["last"]
        return response

    config = {"input_token": key, "output_token": key, "result_key": "Items", "limit_key": "MaxResults"}
    paging = {"MaxItems": max_items or None, "StartingToken": starting_token}
    iterator = Paginator(operation, config, None).paginate(PaginationConfig=paging)
    items = []
    for page in iterator:
        items.extend(page["Items"])
    return {"items": items, "token": iterator.resume_token or ""}


results = []
for case in json.load(sys.stdin):
    chain, token = [], None
    for max_items in case["max"]:
        chain.append(run(case, max_items, token))
        token = chain[-1]["token"]
        if not token:
            break
    results.append(chain)
json.dump(results, sys.stdout)
