"""The manifest as the JSON file in git, and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from gptctl.promote.dataset.manifest import FORMAT, Count, File, Leaks, Manifest
from gptctl.promote.example import Stage


class Malformed(ValueError):
    """A manifest is not what this version writes."""


def dump(manifest: Manifest) -> str:
    """Laid out for reviewing: a line for each fact, in the same order every time."""
    return json.dumps({"format": FORMAT, **asdict(manifest)}, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def load(text: str) -> Manifest:
    """Raises Malformed; a manifest is believed whole or not at all."""
    try:
        body = json.loads(text)
        if body["format"] != FORMAT:
            raise Malformed(f"the format is {body['format']!r}, not {FORMAT}")
        return _manifest(body)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise Malformed(str(error) or "it is not a manifest") from error


def _manifest(body: Mapping[str, Any]) -> Manifest:
    return Manifest(
        assistant=str(body["assistant"]),
        dataset=str(body["dataset"]),
        vocabulary=str(body["vocabulary"]),
        recipe=dict(body["recipe"]),
        files=tuple(File(**item) for item in body["files"]),
        stages=tuple(Stage(**item) for item in body["stages"]),
        sources=_counts(body["sources"]),
        models=_counts(body["models"]),
        ran_under=_counts(body["ran_under"]),
        prompts=tuple(body["prompts"]),
        leaks=Leaks(**body["leaks"]),
        clusters=int(body["clusters"]),
        cluster_sizes={int(size): int(count) for size, count in body["cluster_sizes"].items()},
        licences=tuple(body["licences"]),
    )


def _counts(items: Sequence[Mapping[str, Any]]) -> tuple[Count, ...]:
    return tuple(Count(**item) for item in items)
