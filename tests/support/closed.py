"""The JSON Schema of a type, with no key allowed that the type does not have."""

from typing import Any

from jsonschema import Draft202012Validator
from pydantic import TypeAdapter


def closed(kind: Any) -> Draft202012Validator:
    return Draft202012Validator(_closed(TypeAdapter(kind).json_schema()))


def _closed(value: Any) -> Any:
    match value:
        case {"type": "object", "properties": dict() as properties, **rest}:
            inner = {name: _closed(item) for name, item in properties.items()}
            return {"additionalProperties": False, **_closed(rest), "type": "object", "properties": inner}
        case dict():
            return {key: _closed(item) for key, item in value.items()}
        case list():
            return [_closed(item) for item in value]
        case _:
            return value
