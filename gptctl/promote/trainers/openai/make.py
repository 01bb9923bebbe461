"""A trainer from what the project says of it."""

import weakref
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from gptctl.core.value import Attrs
from gptctl.promote.cost.table import Price
from gptctl.promote.trainers.hosted.options import texts
from gptctl.promote.trainers.openai.services import SERVICES
from gptctl.promote.trainers.openai.trainer import OpenAITrainer, ResumableTrainer
from gptctl.providers.openai_shape.sdk import Sdk


def make(
    name: str,
    *,
    options: Attrs,
    environ: Mapping[str, str],
    prices: Callable[[], Sequence[Price]],
    today: Callable[[], date],
) -> OpenAITrainer:
    """A key is needed at the first request only. Raises InvalidConfig for wrong settings.

    `name` is that of one of the services.
    """
    service = SERVICES[name]
    said = texts(options, name, {service.address: ""})[service.address]
    kind = ResumableTrainer if service.pauses else OpenAITrainer
    sender = Sdk(lambda: service.reach(said, environ))
    made = kind(service, sender=sender, prices=prices, today=today)
    weakref.finalize(made, sender.close)  # a trainer is not closed by those who use it: only some have connections
    return made
