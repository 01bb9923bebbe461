"""A recipe from what an assistant's file says, and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any, TypeAlias

from gptctl.core.value import JSON, Attrs
from gptctl.promote.recipe import PersonalData, Quotas, Recipe, Select, Split

Field: TypeAlias = Any
"""What a field takes is known to its class only."""

_DAYS = ("since", "until", "test_from")
_MAPS = {"select": Select, "quotas": Quotas, "split": Split}


def load(said: Attrs) -> Recipe:
    """The recipe of a `promotion:` map that config found to be valid; what it does not say has its default.

    What the map says of the time after a dataset is made, such as `rollout`, is no part of it.
    """
    own = {field.name for field in fields(Recipe)}
    return Recipe(**{key: _value(key, value) for key, value in said.items() if key in own})


def dump(recipe: Recipe) -> Attrs:
    """Everything a recipe says, defaults included, as plain values; a day that is not said is null."""
    return {key: _plain(value) for key, value in asdict(recipe).items()}


def _value(key: str, value: JSON) -> Field:
    match value:
        case Mapping():
            return _MAPS[key](**{name: _value(name, item) for name, item in value.items()})
        case list() | tuple():
            return tuple(value)
        case str() if key in _DAYS:
            return date.fromisoformat(value)
        case str() if key == "personal_data":
            return PersonalData(value)
        case _:
            return value


def _plain(value: Field) -> Field:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case tuple():
            return list(value)
        case date():
            return value.isoformat()
        case PersonalData():
            return value.value
        case _:
            return value
