"""The losses of a job: time series of the TensorBoard that its experiment is backed by.

The way there is that of Google's own sample notebooks for supervised tuning.
"""

from collections.abc import Iterator, Sequence

from gptctl.core.value import Attrs
from gptctl.errors import NotDone
from gptctl.promote.trainers.base import Point
from gptctl.promote.trainers.hosted.curve import points
from gptctl.promote.trainers.vertex.jobs import VERSION
from gptctl.providers.api import Api, items, mapping, text

_SERIES = {"/train_total_loss": "train/loss", "/eval_total_loss": "eval/loss"}
_BACKING = "backing_tensorboard_resource"


def curve(api: Api, job: Attrs) -> Sequence[Point]:
    """Nothing where the job has no experiment yet, or whoever asks may not read it: that says nothing of the job."""
    try:
        return points(_measured(api, text(job.get("experiment"))))
    except NotDone:
        return ()


def steps(curve: Sequence[Point]) -> int:
    return max((point.step for point in curve), default=0)


def _measured(api: Api, experiment: str) -> Iterator[Attrs]:
    if not experiment:
        return
    context = api.get(f"{VERSION}/{experiment}")
    board = text(mapping(context.get("metadata")).get(_BACKING))
    if not board:
        return
    runs = api.get(f"{VERSION}/{board}/experiments/{experiment.rpartition('/')[2]}/runs")
    for run in items(runs.get("tensorboardRuns")):
        found = api.get(f"{VERSION}/{text(run.get('name'))}/timeSeries")
        for series in items(found.get("tensorboardTimeSeries")):
            called = _SERIES.get(text(series.get("displayName")))
            if called:
                yield from _values(api, text(series.get("name")), called)


def _values(api: Api, series: str, called: str) -> Iterator[Attrs]:
    read = api.get(f"{VERSION}/{series}:read", {"maxDataPoints": "1000"})
    for value in items(mapping(read.get("timeSeriesData")).get("values")):
        step = text(value.get("step")) or "0"  # an int64 is a text in this JSON, and left out when it is 0
        yield {"step": int(step), called: mapping(value.get("scalar")).get("value")}
