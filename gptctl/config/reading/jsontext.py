"""JSON to a value, within the same limits as YAML."""

import json
from collections.abc import Sequence

from gptctl.config.reading.limits import DECLARATION, Limits
from gptctl.config.reading.place import Place
from gptctl.config.reading.shown import short
from gptctl.config.reading.wrong import wrong
from gptctl.core.value import JSON

_SUMMARY = "This is not valid JSON"


def parse(text: str, file: str, limits: Limits = DECLARATION) -> JSON:
    """Raises InvalidConfig."""
    try:
        value: JSON = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = Place(line=error.lineno, column=error.colno)
        raise wrong(file, place, _SUMMARY, f"{error.msg}.") from None
    except RecursionError:
        raise wrong(file, None, "Too deeply nested", f"{limits.depth} levels are the limit.") from None
    except ValueError as error:
        raise wrong(file, None, _SUMMARY, str(error)) from None
    _check(value, file, limits)
    return value


def _unique(pairs: Sequence[tuple[str, JSON]]) -> dict[str, JSON]:
    value: dict[str, JSON] = {}
    for key, item in pairs:
        if key in value:
            raise ValueError(f"The key `{short(key)}` is given twice; keep one of them.")
        value[key] = item
    return value


def _refuse(constant: str) -> JSON:
    raise ValueError(f"{constant} is not a number that a provider can take.")


def _check(value: JSON, file: str, limits: Limits) -> None:
    layer, nodes, depth = [value], 0, 0
    while layer:
        nodes += len(layer)
        if nodes > limits.nodes:
            raise wrong(file, None, "Too many values", f"A file may hold {limits.nodes:,}; split it.")
        if depth > limits.depth:
            raise wrong(file, None, "Too deeply nested", f"{limits.depth} levels are the limit.")
        layer = [item for parent in layer for item in _items(parent)]
        depth += 1


def _items(value: JSON) -> Sequence[JSON]:
    match value:
        case dict():
            return list(value.values())
        case list():
            return value
        case _:
            return ()
