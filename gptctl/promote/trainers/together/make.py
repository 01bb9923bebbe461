"""From what a project and its user say to the trainer."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from gptctl.core.value import Attrs
from gptctl.promote.cost.table import Price
from gptctl.promote.trainers.hosted import options as given
from gptctl.promote.trainers.together.trainer import TogetherTrainer
from gptctl.promote.trainers.together.wire import HOME, connect
from gptctl.providers.api import Api
from gptctl.providers.http import OnDemand


def make(
    options: Attrs,
    environ: Mapping[str, str],
    *,
    today: Callable[[], date],
    prices: Callable[[], Sequence[Price]],
    sleep: Callable[[float], None] = time.sleep,
) -> TogetherTrainer:
    """Wrong options are InvalidConfig at once; a missing key is an error of the first request."""
    said = given.texts(options, "together", {"base_url": HOME, given.RETIRES: ""})
    return TogetherTrainer(
        api=Api(OnDemand(lambda: connect(said["base_url"], environ, sleep))),
        sleep=sleep,
        today=today,
        prices=prices,
        retires=given.retires(said[given.RETIRES], "together"),
    )
