"""What Google takes, checked without asking it."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import items, mapping
from gptctl.providers.base import Problem
from gptctl.providers.capabilities import problems
from gptctl.providers.google.capabilities import CAPABILITIES, PATH_BYTES
from gptctl.providers.google.lower import PARAMETERS

_KNOWN = frozenset({
    "name", "model", "description", "labels", "starters", "system_instruction", "generation_config", "tools",
    "response_format", "response_modalities", "safety_settings", "service_tier",
})  # fmt: skip
_GENERATION = frozenset({
    *PARAMETERS.values(), "stop_sequences", "thinking_summaries", "tool_choice", "speech_config",
})  # fmt: skip
_TOOLS = frozenset({
    "function", "mcp_server", "google_search", "code_execution", "url_context", "file_search", "google_maps",
})  # fmt: skip
_ALONE = {"google_search", "url_context"}


def of_assistant(attrs: Attrs) -> Iterator[Problem]:
    tools = {str(tool.get("type")) for tool in items(attrs.get("tools"))}
    yield from problems({**attrs, "knowledge": _stores(attrs)}, CAPABILITIES.limits)
    yield from _unknown("options", attrs.keys() - _KNOWN, _KNOWN)
    generation = mapping(attrs.get("generation_config")).keys()
    yield from _unknown("options.generation_config", generation - _GENERATION, _GENERATION)
    yield from _unknown("options.tools", tools - _TOOLS, _TOOLS)
    if "file_search" in tools and tools & _ALONE:
        yield Problem(
            path="knowledge",
            summary="not together",
            detail=f"Google does not search files and {', '.join(sorted(tools & _ALONE))} in one turn; take one out",
        )


def of_knowledge(attrs: Attrs) -> Iterator[Problem]:
    yield from problems(attrs, CAPABILITIES.limits)
    for path in mapping(attrs.get("files")):
        if PurePosixPath(path).suffix.lower() not in CAPABILITIES.file_types:
            yield Problem(
                path=f'files["{path}"]',
                summary="unknown file type",
                detail=f"Google reads {', '.join(sorted(CAPABILITIES.file_types))}; exclude {path}",
            )
        if len(path.encode("utf-8", "surrogatepass")) > PATH_BYTES:
            yield Problem(
                path=f'files["{path}"]',
                summary="path too long",
                detail=f"Google keeps {PATH_BYTES} bytes of a path; shorten {path[:40]}…",
            )


def _stores(attrs: Attrs) -> list[JSON]:
    found = (tool.get("file_search_store_names") for tool in items(attrs.get("tools")))
    return [name for names in found if isinstance(names, list | tuple) for name in names]


def _unknown(where: str, names: frozenset[str] | set[str], known: frozenset[str]) -> Iterator[Problem]:
    for name in sorted(names):
        yield Problem(
            path="targets",
            summary="unknown option",
            detail=f"Google has no {name} in {where}; it has {', '.join(sorted(known))}",
        )
