"""What instructions in Markdown are made of: sections, in them blocks, in these sentences. Each may be dropped."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

KEEP = "<!-- keep -->"
"""Whoever writes it into a part, or on a line of its own before one, says that the part stays."""

_HEADING = re.compile(r" {0,3}(#{1,6})\s")
_ITEM = re.compile(r"\s{0,3}(?:[-*+•]|\d{1,3}[.)])\s+")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]*_]*\s+(?=[\"'(\[*_`{]*[A-Z0-9{])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Characters `start` up to, and without, `end`. `parts` are what of it may be dropped alone, in order.

    `kept` says that it must stay; parts of it may go unless they are kept too.
    """

    start: int
    end: int
    parts: Sequence["Part"] = ()
    kept: bool = False


def parts(text: str) -> tuple[Part, ...]:
    """The outermost parts, in order; those that are kept are left out, but for what of them may go."""
    blocks = list(_blocks(text))
    return tuple(_open(_nested(text, blocks, 0, len(blocks))))


def without(text: str, dropped: Iterable[Part]) -> str:
    """The text with these spans cut out, and every other character as it was."""
    pieces, at = [], 0
    for part in sorted(dropped, key=lambda part: part.start):
        pieces.append(text[at : max(at, part.start)])
        at = max(at, part.end)
    return "".join([*pieces, text[at:]])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """`level` is that of a heading, 0 for whatever else."""

    start: int
    end: int
    level: int = 0


def _blocks(text: str) -> Iterator[_Block]:
    """Paragraphs, items of lists, fenced code and headings, each with the empty lines after it.

    A line that only says to keep belongs to what follows.
    """
    start, at, blank, fence, only_keep = 0, 0, False, "", True
    for line in text.splitlines(keepends=True):
        opens = _FENCE.match(line)
        begins = not fence and (blank or opens or _HEADING.match(line) or _ITEM.match(line)) and bool(line.strip())
        after_heading = _HEADING.match(text[start:at].removeprefix(KEEP).lstrip()) if at > start and not fence else None
        if (begins or after_heading) and line.strip() and not only_keep:
            yield _block(text, start, at)
            start, only_keep = at, True
        if opens and fence in {"", opens[1]}:
            fence = "" if fence else opens[1]
        blank = not line.strip() and not fence
        only_keep = only_keep and line.strip() in {"", KEEP}
        at += len(line)
    if at > start:
        yield _block(text, start, at)


def _block(text: str, start: int, end: int) -> _Block:
    lines = (line for line in text[start:end].splitlines() if line.strip() not in {"", KEEP})
    heading = _HEADING.match(next(lines, ""))
    return _Block(start=start, end=end, level=len(heading[1]) if heading else 0)


def _nested(text: str, blocks: Sequence[_Block], first: int, last: int) -> Iterator[Part]:
    """Blocks `first` up to `last`, those below a heading inside the section that it opens."""
    at = first
    while at < last:
        block = blocks[at]
        if not block.level:
            yield _leaf(text, block)
            at += 1
            continue
        end = next((n for n in range(at + 1, last) if 0 < blocks[n].level <= block.level), last)
        inner = tuple(_nested(text, blocks, at + 1, end))
        whole = KEEP in text[block.start : block.end]
        kept = whole or any(part.kept or _holds_kept(part) for part in inner)
        yield Part(start=block.start, end=blocks[end - 1].end, parts=() if whole else inner, kept=kept)
        at = end


def _leaf(text: str, block: _Block) -> Part:
    said = text[block.start : block.end]
    kept = KEEP in said
    part = Part(start=block.start, end=block.end, kept=kept)
    return part if kept or _FENCE.match(said) else replace(part, parts=tuple(_sentences(said, block.start)))


def _sentences(said: str, offset: int) -> Iterator[Part]:
    """None where there is but one. The last takes the space before it along, all others the space after them."""
    item = _ITEM.match(said)
    begins = [item.end() if item else 0, *(found.end() for found in _SENTENCE.finditer(said))]
    ends = [*(found.start() for found in _SENTENCE.finditer(said)), len(said.rstrip())]
    if len(begins) == 1:
        return
    for number, start in enumerate(begins[:-1]):
        yield Part(start=offset + start, end=offset + begins[number + 1])
    yield Part(start=offset + ends[-2], end=offset + ends[-1])


def _holds_kept(part: Part) -> bool:
    return any(one.kept or _holds_kept(one) for one in part.parts)


def _open(found: Iterable[Part]) -> Iterator[Part]:
    """In place of each part that is kept, what of it is not."""
    for part in found:
        if part.kept:
            yield from _open(part.parts)
        else:
            yield part
