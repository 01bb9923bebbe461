"""What was asked on the command line, kept in a plan file so that its apply asks for exactly the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from gptctl.backends.local.files import read_bounded
from gptctl.cli.completing import KINDS
from gptctl.cli.wiring import Place
from gptctl.core.address import Address
from gptctl.core.codec import Malformed, checksum, checksum_of_document, plan_to_json
from gptctl.core.plan import Plan
from gptctl.core.planner import Consent
from gptctl.core.value import JSON, Attrs
from gptctl.engine.request import Request
from gptctl.errors import StalePlan, Usage
from gptctl.views.screen import to_text

_T = TypeVar("_T")

LIMIT = 32 * 1024 * 1024
_SHOWN = ("changes", "drift", "losses")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`ref` is the git revision to take the declarations from, None for the files as they are."""

    request: Request
    place: Place
    ref: str | None = None

    def to_json(self) -> Attrs:
        request = self.request
        return {
            "addresses": sorted(str(address) for address in request.only),
            "targets": self.place.targets,
            "ref": self.ref,
            "allow_delete": request.consent.delete,
            "max_delete": request.max_delete,
            "force": request.consent.revert_drift,
            "allow_replace": request.consent.replace,
            "recreate": request.recreate,
            "strict": request.strict,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A plan that somebody looked at: what it was asked for with, its checksum, and what its file showed them."""

    asked: Asked
    checksum: str
    shown: Mapping[str, JSON]

    def check(self, plan: Plan) -> None:
        """Raises StalePlan when the file shows something else than the plan that its checksum names."""
        if checksum(plan) == self.checksum and _shown(json.loads(to_text(plan_to_json(plan)))) != self.shown:
            raise StalePlan("the plan file was edited: it does not show what it would do", advice="Plan anew.")


def is_plan_file(argument: str) -> bool:
    """Whether an argument of `apply` names a file: whatever is neither NAME nor KIND.NAME."""
    kind, dot, name = argument.rpartition(".")
    return "/" in argument or not name or (bool(dot) and kind not in KINDS)


def read_reviewed(path: Path, place: Place) -> Reviewed:
    """Read a plan file. Raises Usage when it is none, or is one of another environment."""
    data = read_bounded(path, LIMIT)
    if data is None:
        raise Usage(f"there is no plan file {path}", advice="`gptctl plan --out FILE` writes one.")
    try:
        document = json.loads(data)
        asked = _asked(document, place)
        return Reviewed(asked=asked, checksum=checksum_of_document(document), shown=_shown(document))
    except (Malformed, ValueError, KeyError, TypeError, RecursionError):
        raise Usage(f"{path} is no plan file", advice="`gptctl plan --out FILE` writes one.") from None


def _asked(document: Mapping[str, object], place: Place) -> Asked:
    environment, asked = _text(document["environment"]), document["asked"]
    if not isinstance(asked, Mapping):
        raise TypeError
    if place.environment not in (None, environment):
        raise Usage(f"the plan file is for environment {environment}, not {place.environment}")
    request = Request(
        only=frozenset(Address.parse(text) for text in _texts(asked["addresses"])),
        consent=Consent(
            delete=asked["allow_delete"] is True,
            replace=asked["allow_replace"] is True,
            revert_drift=asked["force"] is True,
        ),
        max_delete=_optional(asked["max_delete"], int),
        recreate=asked["recreate"] is True,
        strict=asked["strict"] is True,
    )
    place = replace(place, environment=environment, targets=_texts(asked["targets"]))
    return Asked(request=request, place=place, ref=None if asked["ref"] is None else _text(asked["ref"]))


def _shown(document: Mapping[str, JSON]) -> Mapping[str, JSON]:
    return {part: document[part] for part in _SHOWN}


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(item) for item in value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # JSON can spell half a character, which no name holds: that is a ValueError
    return value


def _optional(value: object, kind: type[_T]) -> _T | None:
    if value is None or isinstance(value, kind):
        return value
    raise TypeError
