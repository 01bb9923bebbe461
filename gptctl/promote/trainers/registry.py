"""Every trainer by name, written by hand: what is not in this list does not exist."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.promote.trainers.base import Trainer


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a trainer is made from.

    `options` are its map under `trainers:` in the project file; `home` and `environ` are the user's folder and
    environment. `locate` leads from the name of an installed model to its GGUF file; None when there is none.
    """

    options: Attrs
    home: Path
    environ: Mapping[str, str]
    locate: Callable[[str], Path | None]


def _local(setting: Setting) -> Trainer:
    from gptctl.promote.trainers.local.trainer import LocalTrainer  # noqa: PLC0415 -- a trainer loads only when used

    return LocalTrainer(home=setting.home, locate=setting.locate)


FACTORIES: Mapping[str, Callable[[Setting], Trainer]] = {
    "local": _local,
}
