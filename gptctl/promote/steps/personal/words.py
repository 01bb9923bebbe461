"""The lists of words.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gptctl.promote.steps.personal.hit import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`keys` are without `_`; `key_words` as they stand in the file."""

    no_names: frozenset[str]
    common: frozenset[str]
    keys: Mapping[str, Kind]
    key_words: tuple[str, ...]
    ibans: Mapping[str, int]


@cache
def words() -> Words:
    table = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return Words(
        no_names=frozenset(table["no_names"].split()),
        common=frozenset(table["common"].split()),
        keys={key.replace("_", ""): Kind(kind) for kind, keys in table["keys"].items() for key in keys.split()},
        key_words=tuple(key for keys in table["keys"].values() for key in keys.split()),
        ibans=table["ibans"],
    )
