"""What the scripts that compare boto3 with the local services share."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def client(service, endpoint, key, secret):
    return boto3.client(
        service,
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
