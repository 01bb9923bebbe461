"""The trainer from its map under `trainers:` in the project file."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from gptctl.core.value import Attrs
from gptctl.promote.cost.table import Price
from gptctl.promote.trainers.hosted import options as told
from gptctl.promote.trainers.vertex.jobs import Jobs
from gptctl.promote.trainers.vertex.limits import RETIRES
from gptctl.promote.trainers.vertex.storage import Storage
from gptctl.promote.trainers.vertex.trainer import VertexTrainer
from gptctl.promote.trainers.vertex.wire import Site, sender
from gptctl.providers.api import Api
from gptctl.providers.settings import WrongSettings, wrong

_KNOWN = {"project": "", "location": "us-central1", "bucket": "", "endpoint": "", "storage": "", told.RETIRES: ""}
_FORMS = {
    "project": (re.compile(r"[a-z0-9][a-z0-9:.-]*"), "write the id of a project at Google Cloud"),
    "location": (re.compile(r"[a-z0-9-]+"), "write a place such as us-central1 or europe-west4"),
    "bucket": (re.compile(r"[a-z0-9][a-z0-9._-]+"), "write the name of a bucket, without gs://"),
}


def make(
    options: Attrs,
    *,
    environ: Mapping[str, str],
    prices: Callable[[], Sequence[Price]],
    today: Callable[[], date],
) -> VertexTrainer:
    """Raises InvalidConfig for options that are missing or wrong."""
    said = told.texts(options, VertexTrainer.name, _KNOWN)
    problems = [wrong(name, advice) for name, (form, advice) in _FORMS.items() if not form.fullmatch(said[name])]
    if problems:
        raise WrongSettings(VertexTrainer.name, problems, section="trainers")
    site = Site(
        project=said["project"],
        location=said["location"],
        bucket=said["bucket"],
        endpoint=said["endpoint"],
        storage=said["storage"],
    )
    retires = {**RETIRES, **told.retires(said[told.RETIRES], VertexTrainer.name)}
    jobs = Jobs(api=Api(sender(site, environ, time.sleep)), path=site.jobs)
    storage = Storage(site=site, environ=environ, sleep=time.sleep)
    return VertexTrainer(jobs, storage, prices=prices, today=today, retires=retires)
