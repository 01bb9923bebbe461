"""The project: what `gptctl.yaml` says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gptctl.core.address import Address
from gptctl.core.value import Attrs

FILE = "gptctl.yaml"


class Lock(StrEnum):
    """Whom an apply keeps out: others in the same clone, or in all clones."""

    LOCAL = "local"
    GIT = "git"


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Where a declaration is applied. Nothing is deleted where `protect` is set."""

    name: str
    targets: tuple[str, ...]
    protect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`models` leads from an alias to a model name by target. The first environment is the default.

    `trainers` are settings by the trainer's name. `moved` leads from a new address to the former one.
    """

    root: Path
    name: str
    id: str
    models: Mapping[str, Mapping[str, str]]
    providers: Mapping[str, Attrs]
    trainers: Mapping[str, Attrs]
    environments: Mapping[str, Environment]
    lock: Lock
    moved: Mapping[Address, Address]
