"""What Mistral takes, checked without asking it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from gptctl.core.value import Attrs
from gptctl.providers.api import items, mapping
from gptctl.providers.base import Problem
from gptctl.providers.capabilities import problems
from gptctl.providers.mistral.capabilities import CAPABILITIES
from gptctl.providers.mistral.lower import PARAMETERS

_KNOWN = frozenset({
    "name", "model", "instructions", "description", "labels", "completion_args", "tools", "handoffs", "guardrails",
})  # fmt: skip
_ARGUMENTS = frozenset({
    *PARAMETERS.values(), "response_format", "stop", "presence_penalty", "frequency_penalty", "prediction",
    "tool_choice",
})  # fmt: skip
_TOOLS = frozenset({
    "function", "web_search", "web_search_premium", "code_interpreter", "image_generation", "document_library",
    "connector",
})  # fmt: skip


def of_agent(attrs: Attrs) -> Iterator[Problem]:
    arguments = mapping(attrs.get("completion_args"))
    parameters = {ours: arguments[theirs] for ours, theirs in PARAMETERS.items() if theirs in arguments}
    yield from problems({**attrs, "parameters": parameters}, CAPABILITIES.limits)
    yield from _unknown("options", attrs.keys() - _KNOWN, _KNOWN)
    yield from _unknown("options.completion_args", arguments.keys() - _ARGUMENTS, _ARGUMENTS)
    yield from _unknown("options.tools", {str(tool.get("type")) for tool in items(attrs.get("tools"))} - _TOOLS, _TOOLS)


def of_library(attrs: Attrs) -> Iterator[Problem]:
    for path in mapping(attrs.get("files")):
        if PurePosixPath(path).suffix.lower() not in CAPABILITIES.file_types:
            yield Problem(
                path=f'files["{path}"]',
                summary="unknown file type",
                detail=f"Mistral reads {', '.join(sorted(CAPABILITIES.file_types))}; exclude {path}",
            )


def _unknown(where: str, names: frozenset[str] | set[str], known: frozenset[str]) -> Iterator[Problem]:
    for name in sorted(names):
        yield Problem(
            path="targets",
            summary="unknown option",
            detail=f"Mistral has no {name} in {where}; it has {', '.join(sorted(known))}",
        )
