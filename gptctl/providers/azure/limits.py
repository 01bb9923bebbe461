"""What prompt agents take, checked without touching Azure."""

import json
from collections.abc import Iterator

from gptctl.core.value import Attrs
from gptctl.providers.azure.capabilities import LABELS_MOST, LIMITS
from gptctl.providers.base import Problem
from gptctl.providers.capabilities import problems

_KNOWN = frozenset(
    {"name", "description", "labels", "model", "instructions", "temperature", "top_p", "reasoning", "text"}
    | {"knowledge", "tools"}
)
_PATHS = {name: f"parameters.{name}" for name in ("temperature", "top_p")}


def problems_of(attrs: Attrs, target: str) -> Iterator[Problem]:
    for problem in problems(attrs, LIMITS):
        yield Problem(path=_PATHS.get(problem.path, problem.path), summary=problem.summary, detail=problem.detail)
    size = len(json.dumps(attrs.get("labels")))
    if size > LABELS_MOST:
        detail = f"{size} characters, where {LABELS_MOST} are taken"
        yield Problem(path="labels", summary="over a limit of the provider", detail=detail)
    for name in sorted(attrs.keys() - _KNOWN):
        yield Problem(
            path=f"targets.{target}.options.{name}",
            summary="unknown option of the provider",
            detail=f"a prompt agent has no {name} that could be set here; it takes {', '.join(sorted(_KNOWN))}",
        )
