"""The trainer from its map under `trainers:` in the project file."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from gptctl.core.value import Attrs
from gptctl.promote.cost.table import Price
from gptctl.promote.trainers.bedrock.calls import Calls, OnDemand
from gptctl.promote.trainers.bedrock.jobs import Jobs
from gptctl.promote.trainers.bedrock.limits import REGION
from gptctl.promote.trainers.bedrock.storage import Storage
from gptctl.promote.trainers.bedrock.trainer import BedrockTrainer
from gptctl.promote.trainers.hosted import options as told
from gptctl.providers.settings import WrongSettings, wrong

_KNOWN = {"role": "", "bucket": "", "region": REGION, "endpoint": "", "storage": "", told.RETIRES: ""}
_FORMS = {
    "role": (re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/\S+"), "write the ARN of a role that Bedrock may take"),
    "bucket": (re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"), "write the name of a bucket, without s3://"),
    "region": (re.compile(r"[a-z]+(-[a-z]+)+-\d"), "write a region such as us-east-1"),
}


def make(
    options: Attrs,
    *,
    environ: Mapping[str, str],
    prices: Callable[[], Sequence[Price]],
    today: Callable[[], date],
) -> BedrockTrainer:
    """Raises InvalidConfig for options that are missing or wrong."""
    said = told.texts(options, BedrockTrainer.name, _KNOWN)
    problems = [wrong(name, advice) for name, (form, advice) in _FORMS.items() if not form.fullmatch(said[name])]
    if problems:
        raise WrongSettings(BedrockTrainer.name, problems, section="trainers")

    def connect(name: str, endpoint: str) -> Calls:
        from gptctl.promote.trainers.bedrock.boto import Service  # noqa: PLC0415 -- boto3 loads for half a second

        return Service(name, region=said["region"], endpoint=endpoint, environ=environ, sleep=time.sleep)

    return BedrockTrainer(
        Jobs(calls=OnDemand(connect=partial(connect, "bedrock", said["endpoint"]))),
        Storage(calls=OnDemand(connect=partial(connect, "s3", said["storage"])), bucket=said["bucket"]),
        role=said["role"],
        prices=prices,
        today=today,
        retires=told.retires(said[told.RETIRES], BedrockTrainer.name),
    )
