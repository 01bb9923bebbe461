"""The table of terms. What is in it was read on a day: `as_of` says which."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any


class Bound(StrEnum):
    """What may not be made of the answers: a model that competes with the maker's, or a copy of the model itself."""

    NO_RIVALS = "no-rivals"
    NO_COPIES = "no-copies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Of one maker. `open` are its models to which they do not apply, since anybody may run these.

    `at` are the trainers at which tuning is allowed all the same; `says` is in our words.
    """

    maker: str
    models: tuple[str, ...]
    through: tuple[str, ...]
    open: tuple[str, ...]
    bound: Bound
    at: tuple[str, ...]
    says: str
    as_of: date
    source: str

    def allow(self, trainer: str) -> bool:
        """Whether nothing that we know of forbids training there. A model of one's own may yet be a rival."""
        return self.bound is not Bound.NO_RIVALS or trainer in self.at

    def __str__(self) -> str:
        return f"{self.says} ({self.source}, {self.as_of})"


@cache
def table() -> tuple[Terms, ...]:
    text = files("gptctl.promote.terms").joinpath("terms.toml").read_text(encoding="utf-8")
    return tuple(_terms(row) for row in tomllib.loads(text)["terms"])


def find(provider: str, model: str) -> Terms | None:
    """Those of a model, by its provider or else by its name; None when nothing is known of it, or it is an open one."""
    by_provider = (terms for terms in table() if provider in terms.through)
    by_name = (terms for terms in table() if _named(model, terms.models))
    found = next(by_provider, None) or (next(by_name, None) if not provider else None)
    return None if found is None or _named(model, found.open) else found


def _named(model: str, patterns: Sequence[str]) -> bool:
    """Whether the name, without what stands before its last slash, is of one of these patterns."""
    name = model.lower().rpartition("/")[2]
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _terms(row: Mapping[str, Any]) -> Terms:
    return Terms(
        maker=row["maker"],
        models=tuple(row["models"]),
        through=tuple(row["through"]),
        open=tuple(row.get("open", ())),
        bound=Bound(row["rule"]),
        at=tuple(row["at"]),
        says=row["says"],
        as_of=row["as_of"],
        source=row["source"],
    )
