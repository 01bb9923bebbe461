"""The manifest as the JSON file in git, and back."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from gptctl.core.unseen import UNSEEN
from gptctl.promote.dataset.manifest import FORMAT, Count, File, Leaks, Manifest
from gptctl.promote.example import Stage

_DEEPEST = 16
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class Malformed(ValueError):
    """A manifest is not what this version writes."""


def dump(manifest: Manifest) -> str:
    """Laid out for reviewing: a line for each fact, in the same order every time, and nothing that cannot be seen."""
    text = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=2, sort_keys=True, ensure_ascii=False)
    return UNSEEN.sub(lambda match: json.dumps(match.group())[1:-1], text) + "\n"


def load(text: str) -> Manifest:
    """Raises Malformed; a manifest is believed whole or not at all. Its hash and its name are safe in a path."""
    try:
        body = json.loads(text)
        if body["format"] != FORMAT:
            raise Malformed(f"the format is {body['format']!r}, not {FORMAT}")
        json.dumps(body, ensure_ascii=False).encode()  # JSON can name half a character, which no card can show
        return _manifest(body)
    except KeyError as error:
        raise Malformed(f"`{error.args[0]}` is missing") from error
    except (TypeError, AttributeError, ValueError, RecursionError) as error:
        raise Malformed(str(error) or "it is not a manifest") from error


def _manifest(body: Mapping[str, Any]) -> Manifest:
    _refuse_deep(body["recipe"])
    return Manifest(
        assistant=_like(_NAME, body["assistant"], "the name of an assistant"),
        dataset=_like(_HASH, body["dataset"], "the hash of a dataset"),
        vocabulary=_text(body["vocabulary"]),
        recipe=dict(body["recipe"]),
        files=tuple(_file(item) for item in body["files"]),
        stages=tuple(_stage(item) for item in body["stages"]),
        sources=_counts(body["sources"]),
        models=_counts(body["models"]),
        ran_under=_counts(body["ran_under"]),
        prompts=_texts(body["prompts"]),
        leaks=Leaks(identical=_number(body["leaks"]["identical"]), near=_number(body["leaks"]["near"])),
        clusters=_number(body["clusters"]),
        cluster_sizes={_number(int(size)): _number(count) for size, count in body["cluster_sizes"].items()},
        licences=_texts(body["licences"]),
    )


def _refuse_deep(value: object, levels: int = _DEEPEST) -> None:
    """Raises Malformed for what is nested deeper than any recipe."""
    if not levels:
        raise Malformed("it is nested too deep")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_deep(item, levels - 1)


def _file(item: Mapping[str, Any]) -> File:
    return File(
        name=_text(item["name"]),
        sha256=_like(_HASH, item["sha256"], "the hash of a file"),
        rows=_number(item["rows"]),
        tokens=_number(item["tokens"]),
    )


def _stage(item: Mapping[str, Any]) -> Stage:
    return Stage(
        name=_text(item["name"]),
        read=_number(item["read"]),
        kept=_number(item["kept"]),
        dropped={reason: _number(rows) for reason, rows in item["dropped"].items()},
    )


def _counts(items: Sequence[Mapping[str, Any]]) -> tuple[Count, ...]:
    return tuple(
        Count(name=_text(item["name"]), rows=_number(item["rows"]), note=_text(item["note"])) for item in items
    )


def _texts(items: Sequence[Any]) -> tuple[str, ...]:
    return tuple(map(_text, items))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed(f"{value!r:.40} stands where text belongs")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Malformed(f"{value!r:.40} stands where a count belongs")
    return value


def _like(pattern: re.Pattern[str], value: object, what: str) -> str:
    text = _text(value)
    if not pattern.fullmatch(text):
        raise Malformed(f"{text!r:.80} is not {what}")
    return text
