"""Documents cut into passages: pieces small enough to quote and large enough to answer from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePosixPath

from gptctl.providers.local.ingest.document import PATH_SIGN, Document, Section

FEW_WORDS = 120
MOST_WORDS = 300
MAX_TITLE = 300
MAX_KEYWORDS = 1000
# The longest a word counts as one: beyond that a text is code, or a language without spaces.
WORD_LETTERS = 8
_NO_WORD = re.compile(r"[\W_]+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """`heading` is the path of headings above it, outermost first, as one line; `keywords` has the file's name too."""

    title: str
    heading: str
    keywords: str
    text: str


def cut(path: str, document: Document, *, words: int = MOST_WORDS) -> tuple[Passage, ...]:
    """Cut where the document has its joints: headings, then paragraphs, lines and sentences.

    A document of a title alone, such as a page that points elsewhere, is one passage: it can still be found.
    """
    title = document.title[:MAX_TITLE]
    keywords = f"{document.keywords[:MAX_KEYWORDS]} {_words_of(path)}".strip()
    sections = tuple(_joined(document.sections)) or (Section(heading=(), text=title),)
    return tuple(
        Passage(title=title, heading=PATH_SIGN.join(section.heading), keywords=keywords, text=piece)
        for section in sections
        for piece in _pieces(section.text, words)
    )


def _words_of(path: str) -> str:
    """The words of a path: `travel/sick-leave.md` is about travel and sick leave."""
    stem = path.removesuffix(PurePosixPath(path).suffix).removesuffix("index")
    return " ".join(_NO_WORD.split(stem)).strip()


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
    both = zip(one.heading, other.heading, strict=False)
    shared = tuple(name for name, _ in takewhile(lambda pair: pair[0] == pair[1], both))
    return Section(heading=shared, text=f"{_headed(one, len(shared))}\n\n{_headed(other, len(shared))}")


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
    """Paragraphs, and of those that are too long the lines, sentences, or runs of letters."""
    for paragraph in filter(None, map(str.strip, _PARAGRAPH.split(text))):
        if _count(paragraph) <= words:
            yield paragraph
        else:
            yield from _split(paragraph, words * WORD_LETTERS)


def _split(paragraph: str, letters: int) -> Iterator[str]:
    for line in paragraph.splitlines():
        for sentence in _SENTENCE_END.split(line.strip()):
            for start in range(0, len(sentence), letters):
                yield sentence[start : start + letters]


def _count(text: str) -> int:
    return max(len(text.split()), len(text) // WORD_LETTERS)
