"""What is different from one of them to the next, as data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from types import MappingProxyType

from gptctl.core.retirement import base_of
from gptctl.core.value import Attrs
from gptctl.promote.exports.base import Export
from gptctl.providers.openai_shape.sdk import Connection


class Method(StrEnum):
    """What is learnt from: answers, or pairs of a better and a worse one."""

    SUPERVISED = "supervised"
    DPO = "dpo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A model that may be trained; `*` in its name stands for anything.

    `closes` is the first day on which no job for it is taken, `gone` the first on which what was tuned from it no
    longer answers; None where nothing is published.
    """

    name: str
    closes: date | None = None
    gone: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """From `low` to `high`; `auto` where the service may be left to choose."""

    low: float
    high: float
    whole: bool = False
    auto: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """`title` is its name for people, `source` where its dates and limits were read.

    `reach` connects to it, by the address in the project's file, "" for none, and the environment; `address` is what
    that setting is called. `closes` is the first day on which it takes no job at all. `hyperparameters` are those of
    each method, `defaults` what is said where a task says nothing. `metadata`: jobs carry pairs of our own; `suffix`
    is how many characters of a suffix are taken. `pauses`: its jobs can be paused, and resumed.
    """

    name: str
    title: str
    source: str
    export: Export
    reach: Callable[[str, Mapping[str, str]], Connection]
    address: str
    bases: Sequence[Base]
    hyperparameters: Mapping[Method, Mapping[str, Number | Flag]]
    defaults: Attrs = field(default_factory=lambda: MappingProxyType({}))
    closes: date | None = None
    metadata: bool = True
    suffix: int = 64
    pauses: bool = False

    def base(self, model: str) -> Base | None:
        """The one that this model is, or was tuned from; None when it cannot be trained."""
        name = base_of(model).lower()
        return next((base for base in self.bases if fnmatchcase(name, base.name.lower())), None)
