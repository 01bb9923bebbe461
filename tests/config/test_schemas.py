import json
from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator

from gptctl.config import schemas
from gptctl.core.value import JSON


@pytest.mark.parametrize("name", schemas.names())
def test_a_schema_is_one_itself(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(schemas.text(name)))


def properties(schema: JSON) -> Iterator[tuple[str, JSON]]:
    if isinstance(schema, dict):
        if isinstance(found := schema.get("properties"), dict):
            yield from found.items()
        for value in schema.values():
            yield from properties(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from properties(value)


@pytest.mark.parametrize("name", schemas.names())
def test_every_property_is_described(name: str) -> None:
    found = dict(properties(json.loads(schemas.text(name))))
    assert found
    assert [key for key, value in found.items() if not (isinstance(value, dict) and value.get("description"))] == []


def test_an_environment_may_change_every_field_but_those_that_identify() -> None:
    schema = json.loads(schemas.text("assistant"))
    patchable = schema["properties"]["environments"]["additionalProperties"]["propertyNames"]["enum"]
    fixed = {"apiVersion", "kind", "name", "extends", "environments"}
    assert sorted(patchable) == sorted(set(schema["properties"]) - fixed)


def test_there_is_no_other_schema() -> None:
    with pytest.raises(KeyError):
        schemas.text("../../x")
