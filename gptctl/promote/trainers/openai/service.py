"""What is different from one of them to the next, as data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from types import MappingProxyType

from gptctl.core.retirement import base_of
from gptctl.core.value import Attrs
from gptctl.promote.exports.base import Export
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.hosted.settings import Limit
from gptctl.providers.openai_shape.sdk import Connection


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
class Service:
    """`title` is its name for people, `source` where its dates and limits were read.

    `reach` connects to it, by the address in the project's file, "" for none, and the environment; `address` is what
    that setting is called. `closes` is the first day on which it takes no job at all. `limits` are those of the
    settings of each method, `always` hyperparameters that every job has. `metadata`: jobs carry pairs of our own;
    `suffix` is how many characters of a suffix are taken. `pauses`: its jobs can be paused, and resumed.
    `serving` as in the terms of a trainer.
    """

    name: str
    title: str
    source: str
    export: Export
    reach: Callable[[str, Mapping[str, str]], Connection]
    address: str
    bases: Sequence[Base]
    limits: Mapping[Method, Mapping[str, Limit]]
    always: Attrs = field(default_factory=lambda: MappingProxyType({}))
    closes: date | None = None
    metadata: bool = True
    suffix: int = 64
    pauses: bool = False
    serving: str = ""

    def base(self, model: str) -> Base | None:
        """The one that this model is, or was tuned from; None when it cannot be trained."""
        name = base_of(model).lower()
        return next((base for base in self.bases if fnmatchcase(name, base.name.lower())), None)
