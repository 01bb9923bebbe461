"""References between declarations: `{"$ref": "knowledge.handbook"}` here, `{"$id": "kb_1"}` at the provider.

The JSON Schema of a tool has a `$ref` of its own, which points into the schema (`#/$defs/date`): that is none of ours.
"""

from collections.abc import Callable, Iterator, Mapping

from gptctl.core.address import Address, RemoteId
from gptctl.core.value import JSON, Attrs


def ref(address: Address) -> JSON:
    return {"$ref": str(address)}


def remote(id_: RemoteId) -> JSON:
    return {"$id": id_}


def find(value: JSON) -> frozenset[Address]:
    """Every address that a value refers to."""
    return frozenset(_walk(value))


def bind(attrs: Attrs, ids: Mapping[Address, RemoteId]) -> Attrs:
    """Addresses to remote ids, just before a write. Raises KeyError for an address without an id."""

    def swap(text: str) -> JSON:
        return remote(ids[Address.parse(text)])

    return {key: _swap(value, "$ref", swap) for key, value in attrs.items()}


def unbind(attrs: Attrs, addresses: Mapping[RemoteId, Address]) -> Attrs:
    """Remote ids back to addresses, just after a read. An id that is not ours stays, and so reads as a change."""

    def swap(text: str) -> JSON:
        address = addresses.get(RemoteId(text))
        return remote(RemoteId(text)) if address is None else ref(address)

    return {key: _swap(value, "$id", swap) for key, value in attrs.items()}


def _walk(value: JSON) -> Iterator[Address]:
    match value:
        case Mapping():
            text = value.get("$ref")
            if len(value) == 1 and isinstance(text, str) and not text.startswith("#"):
                yield Address.parse(text)
            else:
                for item in value.values():
                    yield from _walk(item)
        case list() | tuple():
            for item in value:
                yield from _walk(item)
        case _:
            pass


def _swap(value: JSON, mark: str, swap: Callable[[str], JSON]) -> JSON:
    match value:
        case Mapping():
            text = value.get(mark)
            if len(value) == 1 and isinstance(text, str) and not text.startswith("#"):
                return swap(text)
            return {key: _swap(item, mark, swap) for key, item in value.items()}
        case list() | tuple():
            return [_swap(item, mark, swap) for item in value]
        case _:
            return value
