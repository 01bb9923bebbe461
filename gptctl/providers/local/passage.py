"""Documents cut into passages: pieces small enough to quote and large enough to answer from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gptctl.providers.local.ingest.document import PATH_SIGN, Document, Section

FEW_WORDS = 60
MANY_WORDS = 300
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """`heading` is the path of headings above it, outermost first, as one line."""

    title: str
    heading: str
    keywords: str
    text: str


def cut(document: Document, *, words: int = MANY_WORDS) -> tuple[Passage, ...]:
    """Cut where the document has its joints: headings, then paragraphs, lines, sentences, and words at last."""
    return tuple(
        Passage(title=document.title, heading=PATH_SIGN.join(section.heading), keywords=document.keywords, text=piece)
        for section in _joined(document.sections)
        for piece in _pieces(section.text, words)
    )


def _joined(sections: Iterable[Section]) -> Iterator[Section]:
    """Sections too short to answer from are joined with what follows, under the headings they share."""
    held: Section | None = None
    for section in sections:
        here = section if held is None else _join(held, section)
        if _count(here.text) < FEW_WORDS:
            held = here
        else:
            held = None
            yield here
    if held is not None:
        yield held


def _join(one: Section, other: Section) -> Section:
    shared = tuple(a for a, b in zip(one.heading, other.heading, strict=False) if a == b)
    return Section(heading=shared or one.heading, text=f"{one.text}\n\n{_headed(other, len(shared))}")


def _headed(section: Section, depth: int) -> str:
    """The text with those headings that its passage's own heading will not say."""
    return "\n".join([*section.heading[depth:], section.text])


def _pieces(text: str, words: int) -> Iterator[str]:
    piece: list[str] = []
    size = 0
    for part in _parts(text, words):
        count = _count(part)
        if piece and size + count > words:
            yield "\n\n".join(piece)
            piece, size = [], 0
        piece.append(part)
        size += count
    if piece:
        yield "\n\n".join(piece)


def _parts(text: str, words: int) -> Iterator[str]:
    """Paragraphs, and of those that are too long the lines, sentences, or runs of words."""
    for paragraph in _PARAGRAPH.split(text):
        if _count(paragraph) <= words:
            yield paragraph.strip()
        else:
            yield from _split(paragraph, words)


def _split(paragraph: str, words: int) -> Iterator[str]:
    for line in paragraph.splitlines():
        for sentence in _SENTENCE_END.split(line.strip()):
            run = sentence.split()
            for start in range(0, len(run), words):
                yield " ".join(run[start : start + words])


def _count(text: str) -> int:
    return len(text.split())
