"""From what a project and its user say to the trainer."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from gptctl.core.value import Attrs
from gptctl.promote.cost.table import Price
from gptctl.promote.trainers.fireworks.trainer import FireworksTrainer
from gptctl.promote.trainers.fireworks.wire import HOME, account, connect
from gptctl.promote.trainers.hosted import options as given
from gptctl.providers.api import Api
from gptctl.providers.http import OnDemand, origin_of


def make(
    options: Attrs,
    environ: Mapping[str, str],
    *,
    today: Callable[[], date],
    prices: Callable[[], Sequence[Price]],
    sleep: Callable[[float], None] = time.sleep,
) -> FireworksTrainer:
    """Wrong options are InvalidConfig at once; a missing key or account is an error of the first request."""
    said = given.texts(options, "fireworks", {"base_url": HOME, "account": "", given.RETIRES: ""})
    return FireworksTrainer(
        api=Api(OnDemand(lambda: connect(said["base_url"], environ, sleep))),
        origin=origin_of(said["base_url"]),
        account=lambda: account(said["account"], environ),
        sleep=sleep,
        today=today,
        prices=prices,
        retires=given.retires(said[given.RETIRES], "fireworks"),
    )
