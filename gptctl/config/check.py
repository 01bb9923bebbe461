"""A document against its JSON Schema: what the schema does not allow, in words for people."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from gptctl.config import schemas
from gptctl.config.breach import breach
from gptctl.config.explain import explain
from gptctl.config.issue import Issue
from gptctl.core.value import JSON

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_MOST = 50


def check(value: JSON, name: str) -> tuple[Issue, ...]:
    """Against the schema of that name; at most 50 issues."""
    return tuple(islice(_issues(_validator(name), value), _MOST))


def check_schema(value: JSON) -> tuple[Issue, ...]:
    """Whether a value is a JSON Schema itself, and refers to nothing outside itself."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 -- an unchanged project is loaded without it

    validator = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    return tuple(islice(_issues(validator, value), _MOST))


def _issues(validator: "Draft202012Validator", value: JSON) -> Iterator[Issue]:
    for error in validator.iter_errors(value):
        yield from explain(breach(error))


@cache
def _validator(name: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # noqa: PLC0415 -- an unchanged project is loaded without it

    return Draft202012Validator(json.loads(schemas.text(name)))
