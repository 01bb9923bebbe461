"""A trainer from what the project says of it."""

import weakref
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.promote.cost.table import Price
from gptctl.promote.trainers.openai.services import SERVICES
from gptctl.promote.trainers.openai.trainer import OpenAITrainer, ResumableTrainer
from gptctl.providers.openai_shape.sdk import Sdk
from gptctl.providers.settings import WrongSettings, unknown, wrong


def make(
    name: str,
    *,
    options: Attrs,
    home: Path,
    environ: Mapping[str, str],
    prices: Callable[[], Sequence[Price]],
    today: Callable[[], date],
) -> OpenAITrainer:
    """A key is needed at the first request only. Raises InvalidConfig for wrong settings.

    `name` is that of one of the services.
    """
    service = SERVICES[name]
    said = options.get(service.address, "")
    problems = [*unknown(options, (service.address,))]
    if not isinstance(said, str):
        problems.append(wrong(service.address, "write an address"))
    if problems:
        raise WrongSettings(service.name, problems, section="trainers")
    kind = ResumableTrainer if service.pauses else OpenAITrainer
    sender = Sdk(lambda: service.reach(str(said), environ))
    made = kind(service, sender=sender, home=home, prices=prices, today=today)
    weakref.finalize(made, sender.close)  # a trainer is not closed by those who use it: only some have connections
    return made
