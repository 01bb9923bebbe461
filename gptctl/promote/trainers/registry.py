"""Every trainer by name, written by hand: what is not in this list does not exist."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.promote.cost.table import Price, load
from gptctl.promote.trainers.base import Trainer


def today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a trainer is made from.

    `options` are its map under `trainers:` in the project file; `home` and `environ` are the user's folder and
    environment. `locate` leads from the name of an installed model to its GGUF file; None when there is none.
    `prices` reads the table of prices, the user's own rows first; `today` is what closing dates are held against.
    """

    options: Attrs
    home: Path
    environ: Mapping[str, str]
    locate: Callable[[str], Path | None]
    prices: Callable[[], Sequence[Price]] = load
    today: Callable[[], date] = today


def _local(setting: Setting) -> Trainer:
    from gptctl.promote.trainers.local.trainer import LocalTrainer  # noqa: PLC0415 -- a trainer loads only when used

    return LocalTrainer(home=setting.home, locate=setting.locate)


def _ray(setting: Setting) -> Trainer:
    from gptctl.promote.trainers.ray.make import make  # noqa: PLC0415 -- a trainer loads only when used

    return make(setting.options, home=setting.home, environ=setting.environ, locate=setting.locate)


def _openai_shaped(name: str, setting: Setting) -> Trainer:
    from gptctl.promote.trainers.openai.make import make  # noqa: PLC0415 -- a trainer loads only when used

    return make(
        name,
        options=setting.options,
        environ=setting.environ,
        prices=setting.prices,
        today=setting.today,
    )


def _together(setting: Setting) -> Trainer:
    from gptctl.promote.trainers.together.make import make  # noqa: PLC0415 -- a trainer loads only when used

    return make(setting.options, setting.environ, today=setting.today, prices=setting.prices)


def _vertex(setting: Setting) -> Trainer:
    from gptctl.promote.trainers.vertex.make import make  # noqa: PLC0415 -- a trainer loads only when used

    return make(setting.options, environ=setting.environ, prices=setting.prices, today=setting.today)


def _fireworks(setting: Setting) -> Trainer:
    from gptctl.promote.trainers.fireworks.make import make  # noqa: PLC0415 -- a trainer loads only when used

    return make(setting.options, setting.environ, today=setting.today, prices=setting.prices)


def _bedrock(setting: Setting) -> Trainer:
    from gptctl.promote.trainers.bedrock.make import make  # noqa: PLC0415 -- a trainer loads only when used

    return make(setting.options, environ=setting.environ, prices=setting.prices, today=setting.today)


FACTORIES: Mapping[str, Callable[[Setting], Trainer]] = {
    "local": _local,
    "ray": _ray,
    "openai": partial(_openai_shaped, "openai"),
    "azure": partial(_openai_shaped, "azure"),
    "nebius": partial(_openai_shaped, "nebius"),
    "together": _together,
    "fireworks": _fireworks,
    "vertex": _vertex,
    "bedrock": _bedrock,
}
