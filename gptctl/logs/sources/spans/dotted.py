"""Attributes with dots in their names, which exporters write flat, nested, or half and half."""

from collections.abc import Mapping, Sequence

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.shapes import mapping, maps, opened

_DIGITS = 9
"""Longer numbers in a name are no index."""


def at(attributes: Attrs, *names: str) -> JSON:
    """The first of these that is there and not empty: `gen_ai.request.model`, however it is nested; else None."""
    return next((found for name in names if (found := _at(attributes, name)) not in (None, "", {}, [])), None)


def listed(attributes: Attrs, name: str) -> Sequence[Attrs]:
    """The maps under an indexed name, such as `llm.input_messages.0.message.role`, or in a list of that name."""
    whole = opened(_at(attributes, name))
    if isinstance(whole, list | tuple):
        return maps(whole)
    return _indexed(mapping(whole), "") or _indexed(attributes, name + ".")


def within(attributes: Attrs, name: str) -> Attrs:
    """All attributes whose names begin with this one and a dot, by the rest of their names."""
    whole = opened(_at(attributes, name))
    if isinstance(whole, Mapping):
        return whole
    return {key[len(name) + 1 :]: value for key, value in attributes.items() if key.startswith(name + ".")}


def _at(attributes: Attrs, name: str) -> JSON:
    if name in attributes:
        return attributes[name]
    for place, letter in enumerate(name):
        if letter == "." and isinstance(inner := attributes.get(name[:place]), Mapping):
            found = _at(inner, name[place + 1 :])
            if found is not None:
                return found
    return None


def _indexed(attributes: Attrs, prefix: str) -> Sequence[Attrs]:
    by_index: dict[int, dict[str, JSON]] = {}
    for key, value in attributes.items():
        index, _, rest = key[len(prefix) :].partition(".") if key.startswith(prefix) else ("", "", "")
        if index.isascii() and index.isdecimal() and len(index) <= _DIGITS:
            here = by_index.setdefault(int(index), {})
            here.update({rest: value} if rest else mapping(value))
    return [by_index[index] for index in sorted(by_index)]
