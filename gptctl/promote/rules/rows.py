"""Reading a row that may be anything: what has the wrong type is left out here and told by the rule on types."""

from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.value import JSON, Attrs


def entries(value: JSON) -> list[Attrs]:
    """The objects in a list; nothing when it is no list."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [item for item in value if isinstance(item, Mapping)]


def field(value: JSON, *path: str) -> JSON:
    """What stands at a path of keys; None when there is nothing."""
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def word(value: JSON) -> str:
    """The text that stands there; "" when it is none."""
    return value if isinstance(value, str) else ""


def role(message: Attrs) -> str:
    return word(message.get("role"))


def messages(row: Attrs) -> list[tuple[str, Attrs]]:
    """All messages of a row with where each stands, of a row of examples or of preferences."""
    return [*_under(row, "messages"), *answers(row)]


def context(row: Attrs) -> list[tuple[str, Attrs]]:
    """The messages before a preference's answers, or all of an example."""
    if "input" in row:
        found = entries(field(row, "input", "messages"))
        return [(f"input.messages[{index}]", message) for index, message in enumerate(found)]
    return _under(row, "messages")


def answers(row: Attrs) -> list[tuple[str, Attrs]]:
    """The messages of both answers of a preference, with the context's before them."""
    if "input" not in row:
        return []
    return [*context(row), *_under(row, "preferred_output"), *_under(row, "non_preferred_output")]


def calls(message: Attrs) -> list[Attrs]:
    return entries(message.get("tool_calls"))


def texts(row: JSON) -> Iterator[str]:
    """Every string in a row, keys left out."""
    if isinstance(row, str):
        yield row
    elif isinstance(row, Mapping):
        for item in row.values():
            yield from texts(item)
    elif isinstance(row, Sequence):
        for item in row:
            yield from texts(item)


def _under(row: Attrs, key: str) -> list[tuple[str, Attrs]]:
    return [(f"{key}[{index}]", message) for index, message in enumerate(entries(row.get(key)))]
