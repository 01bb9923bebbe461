"""What Anthropic takes, checked without asking it."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from gptctl.core.value import JSON, Attrs, canonical
from gptctl.errors import Rejected
from gptctl.providers.anthropic.capabilities import (
    ASSISTANT_LIMITS,
    CAPABILITIES,
    KNOWLEDGE_LIMITS,
    LABELS_MOST,
    PATH_MOST,
    SEGMENTS_MOST,
)
from gptctl.providers.api import mapping
from gptctl.providers.base import Contents, Problem
from gptctl.providers.capabilities import problems

_DECLARED_AS = {"system": "instructions", "mcp_servers": "tools"}
_LOWERED = frozenset(
    {"name", "description", "labels", "model", "system", "tools", "mcp_servers", "subagents", "knowledge"}
)
_EFFORTS = ("low", "medium", "high", "xhigh", "max")
_OPTIONS: Mapping[str, tuple[Callable[[JSON], bool], str]] = {
    "effort": (lambda value: value in _EFFORTS, f"one of {', '.join(_EFFORTS)}"),
    "speed": (lambda value: value in ("standard", "fast"), "standard or fast"),
    "inference_geo": (lambda value: isinstance(value, str), "a region, such as us"),
    "skills": (
        lambda value: isinstance(value, list | tuple) and all(isinstance(one, Mapping) for one in value),
        "a list of {type, skill_id, version}",
    ),
    "environment": (lambda value: isinstance(value, Mapping) and "type" in value, "a map with type: cloud"),
    "execution_identity": (lambda value: isinstance(value, Mapping) and "type" in value, "a map with its type"),
}


def of_assistant(attrs: Attrs, target: str) -> Iterator[Problem]:
    for one in problems(attrs, ASSISTANT_LIMITS):
        yield Problem(path=_DECLARED_AS.get(one.path, one.path), summary=one.summary, detail=one.detail)
    size = len(canonical(mapping(attrs.get("labels"))))
    if size > LABELS_MOST:
        detail = f"as JSON they are {size} characters; an agent holds {LABELS_MOST}"
        yield Problem(path="labels", summary="over a limit of the provider", detail=detail)
    for name in attrs.keys() - _LOWERED:
        yield from _option(name, attrs[name], f"targets.{target}.options.{name}")


def of_knowledge(attrs: Attrs) -> Iterator[Problem]:
    yield from problems(attrs, KNOWLEDGE_LIMITS)
    for path in mapping(attrs.get("files")):
        wrong = _wrong_path(path)
        if wrong:
            yield Problem(path=f'files["{path}"]', summary="a file that the provider does not take", detail=wrong)


def check_contents(files: Mapping[str, str], contents: Contents) -> None:
    """Refuse what no memory can hold before anything is written. Raises Rejected that names every such file."""
    found = ((path, _wrong_content(contents.read(digest))) for path, digest in sorted(files.items()))
    wrong = [f"{path}: {why}" for path, why in found if why]
    if wrong:
        raise Rejected(
            f"{len(wrong)} of {len(files)} files are not taken: {'; '.join(wrong[:5])}",
            advice="`exclude` in knowledge.yaml leaves one out.",
        )


def _option(name: str, value: JSON, path: str) -> Iterator[Problem]:
    if name not in _OPTIONS:
        detail = f"this provider takes {', '.join(_OPTIONS)}"
        yield Problem(path=path, summary="unknown option", detail=detail)
        return
    fits, form = _OPTIONS[name]
    if not fits(value):
        yield Problem(path=path, summary="option not taken", detail=f"{name} is {form}")


def _wrong_path(path: str) -> str:
    if PurePosixPath(path).suffix.lower() not in CAPABILITIES.file_types:
        return f"it holds text only, of the types {', '.join(sorted(CAPABILITIES.file_types))}: exclude it"
    if len(f"/{path}".encode()) > PATH_MOST or path.count("/") + 1 > SEGMENTS_MOST:
        return f"a path has at most {PATH_MOST} bytes and {SEGMENTS_MOST} parts: move it up"
    if not unicodedata.is_normalized("NFC", path) or any(unicodedata.category(c) in _UNSEEN for c in path):
        return "its name has characters that cannot be seen or are written in two ways: rename it"
    return ""


_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})


def _wrong_content(content: bytes) -> str:
    try:
        content.decode()
    except UnicodeDecodeError:
        return "it is no text in UTF-8"
    return ""
