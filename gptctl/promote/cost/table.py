"""The dated table of prices, ours and the user's."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from importlib.resources import files
from pathlib import Path
from typing import Any

from gptctl.errors import GptctlError

OVERRIDE = "prices.toml"
"""A file of this name in the project, or in the user's own folder, comes before our own table."""

_LARGEST = 1_000_000
_DEAREST = 1_000_000_000
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*b\b", re.IGNORECASE)
_NUMBERS = ("train", "minimum", "month", "input", "output", "hour", "size")
_KEYS = frozenset({"target", "model", "as_of", "valid_until", "source", *_NUMBERS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One row of the table. Dollars; `train`, `input` and `output` for a million tokens, None where unpublished.

    `size` is the largest model that it holds for, in billions of parameters, 0 for any.
    """

    target: str
    model: str
    train: float
    as_of: date
    valid_until: date
    source: str
    minimum: float = 0.0
    month: float = 0.0
    input: float | None = None
    output: float | None = None
    hour: float = 0.0
    size: float = 0.0

    def fits(self, target: str, model: str) -> bool:
        if self.target != target or not fnmatchcase(model.lower(), self.model.lower()):
            return False
        return not self.size or 0 < billions(model) <= self.size


def billions(model: str) -> float:
    """The size that a model's name tells, in billions of parameters; 0 when it does not."""
    found = _SIZE.search(model)
    return float(found.group(1)) if found else 0.0


def find(table: Sequence[Price], target: str, model: str) -> Price | None:
    """The first row that fits."""
    return next((price for price in table if price.fits(target, model)), None)


def load(*overrides: Path) -> tuple[Price, ...]:
    """The user's tables, in order, where they are there, then ours. Raises GptctlError naming the row that is wrong."""
    own = files("gptctl.promote.cost").joinpath("prices.toml").read_text(encoding="utf-8")
    given = [(path, _text(path)) for path in overrides if path.exists()]
    return tuple(price for where, text in (*given, (OVERRIDE, own)) for price in _prices(str(where), text))


def _text(path: Path) -> str:
    """The repository is anybody's: what is endless, or waits for somebody to write, is not read."""
    if not path.is_file() or path.stat().st_size > _LARGEST:
        raise GptctlError(f"{path} is not a file of at most {_LARGEST:,} bytes")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GptctlError(f"{path} cannot be read: {error}") from error


def _prices(where: str, text: str) -> Iterator[Price]:
    try:
        found = tomllib.loads(text).get("price", [])
    except (ValueError, RecursionError) as error:  # TOML's own error is a ValueError, as is that of endless digits
        raise GptctlError(f"{where} is not TOML: {error}") from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise GptctlError(f"{where}: prices stand in tables named [[price]]")
    for number, row in enumerate(found, start=1):
        problem = _problem(row)
        if problem:
            raise GptctlError(f"{where}, price {number}: {problem}")
        yield Price(**row)


def _amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _DEAREST


def _problem(row: Mapping[str, Any]) -> str:
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        return f"`{unknown[0]}` is no key of a price"
    missing = sorted({"target", "model", "train", "as_of", "valid_until", "source"} - set(row))
    if missing:
        return f"`{missing[0]}` is missing"
    for key in _NUMBERS:
        if key in row and not _amount(row[key]):
            return f"`{key}` is not a number from 0 to {_DEAREST:,}"
    if any(type(row[key]) is not date for key in ("as_of", "valid_until")):
        return "`as_of` and `valid_until` are days, such as 2026-11-21"
    texts = ("target", "model", "source")
    return next((f"`{key}` is not text" for key in texts if not isinstance(row[key], str)), "")
