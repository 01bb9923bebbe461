"""The content of a message as text: most sources write it as a string or as a list of typed parts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources.shapes import array, mapping, text

_TEXT = frozenset({"text", "input_text", "output_text", "summary_text", ""})
_THOUGHT = frozenset({"thinking", "redacted_thinking", "reasoning", "reasoning_text", "thought", "thoughts"})
"""What a model thought is no part of what it said; losing it loses no answer."""
_CITED = frozenset({"tool_reference", "reference"})
"""Mistral's citations inside an answer: they name a source, and are no text of it."""
_KNOWN = {
    "image": "an image", "image_url": "an image", "input_image": "an image", "image_file": "an image",
    "audio": "a sound", "input_audio": "a sound", "file": "a file", "input_file": "a file", "document": "a document",
    "document_url": "a document", "video": "a video", "video_url": "a video",
}  # fmt: skip
_PLAIN = re.compile(r"[\w.:-]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`lost` says in sentences what was in the content and is no text."""

    text: str
    lost: tuple[str, ...] = ()


def said(content: JSON, between: str = "") -> Said:
    """All text of a content, its parts joined by `between`. Anything that is no content at all is lost, but null."""
    pieces: list[str] = []
    lost: dict[str, None] = {}
    for part in [content] if isinstance(content, str | Mapping) else array(content):
        for piece in _pieces(part):
            if isinstance(piece, str):
                pieces.append(piece)
            else:
                lost[piece.sentence] = None
    if content is not None and not isinstance(content, str | Mapping | list | tuple):
        lost[unreadable("content")] = None
    return Said(text=between.join(pieces), lost=tuple(lost))


def kind(value: JSON) -> str:
    """A type's name where it is fit to be shown, else `unknown`: it may be anybody's text."""
    found = text(value)
    return found if _PLAIN.fullmatch(found) else "unknown"


def unreadable(what: str) -> str:
    return f"{what} of a message is neither text nor a list of parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lost:
    sentence: str


def _pieces(part: JSON) -> Iterator[str | _Lost]:
    if isinstance(part, str):
        yield part
    elif not isinstance(part, Mapping):
        yield _Lost(sentence=unreadable("a part"))
    else:
        yield from _typed(part)


def _typed(part: Attrs) -> Iterator[str | _Lost]:
    type_ = text(part.get("type"))
    if type_ in _TEXT and isinstance(part.get("text"), str):
        yield text(part["text"])
    elif type_ in _TEXT and isinstance(part.get("content"), str):
        yield text(part["content"])
    elif type_ == "refusal":
        yield text(part.get("refusal"))
    elif type_ == "search_result":
        yield "\n".join([text(part.get("title")), said(part.get("content"), "\n").text])
    elif type_ == "document" and mapping(part.get("source")).get("type") == "text":
        yield text(mapping(part["source"]).get("data"))
    elif type_ not in _THOUGHT | _CITED:
        yield _Lost(sentence=f"{_KNOWN.get(type_, f'a part of the type {kind(type_)}')} in a message is not kept")
