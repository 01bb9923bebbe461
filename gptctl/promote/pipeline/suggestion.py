"""Shorter instructions that a tuned model seems to need, as a promotion suggests them beside its one line."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gptctl.promote.pipeline.case import Case
from gptctl.promote.shorten.saving import Saving

PAGE = "shortened"
_KEPT = f"{PAGE}.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`cut` is what may be left out, in its order. Where nothing may, it is empty and `why` says why."""

    cut: tuple[str, ...] = ()
    saved: Saving | None = None
    why: str = ""


def keep(case: Case, suggestion: Suggestion, pages: Mapping[str, str]) -> Suggestion:
    """The pages first: where the suggestion is there, they are."""
    case.write({**pages, _KEPT: json.dumps(asdict(suggestion), indent=1, sort_keys=True) + "\n"})
    return suggestion


def kept(case: Case) -> Suggestion | None:
    """None where none was looked for to the end."""
    if not (case.folder / _KEPT).exists():
        return None
    said: dict[str, Any] = json.loads(case.read(_KEPT))
    saved = Saving(**said["saved"]) if said["saved"] else None
    return Suggestion(cut=tuple(said["cut"]), saved=saved, why=said["why"])
