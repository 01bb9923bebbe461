"""What the Agents API takes, checked without touching it."""

import json
from collections.abc import Iterator

from gptctl.core.value import Attrs, canonical
from gptctl.providers.base import Problem
from gptctl.providers.capabilities import problems
from gptctl.providers.openai.agents.capabilities import ASSISTANT_LIMITS, KNOWLEDGE_LIMITS, LABELS_MOST, TOOLS_MOST

RAW = frozenset({"compaction", "experimental", "multi_agent", "service_tier"})
"""What options may say that a declaration has no word for."""

_KNOWN = RAW | {"name", "description", "labels", "model", "instructions", "tools", "knowledge", "shell"}
_KNOWN |= {"reasoning", "text"}


def of_agent(attrs: Attrs, target: str) -> Iterator[Problem]:
    yield from problems(attrs, ASSISTANT_LIMITS)
    for path, size, most in (
        ("labels", len(json.dumps(attrs.get("labels"))), LABELS_MOST),
        ("tools", len(canonical(attrs.get("tools")).encode()), TOOLS_MOST),
    ):
        if size > most:
            yield Problem(path=path, summary="over a limit of the provider", detail=f"{size}, where {most} are taken")
    for name in sorted(attrs.keys() - _KNOWN):
        yield Problem(
            path=f"targets.{target}.options.{name}",
            summary="unknown option of the provider",
            detail=f"an agent has no {name}; beside what is declared it takes {', '.join(sorted(RAW))}",
        )


def of_knowledge(attrs: Attrs) -> Iterator[Problem]:
    yield from problems(attrs, KNOWLEDGE_LIMITS)
