"""Two texts compared sentence by sentence, so that an edit of one sentence shows that sentence and no other."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from gptctl.views.line import Line, Style, line

CONTEXT = 1
MOST_PIECES = 20_000

_PIECE = re.compile(r"[^\n]*?[.!?](?=[ \t])[ \t]*|[^\n]*\n|[^\n]+\Z")


def diff_lines(before: str, after: str) -> Iterator[Line]:
    """The sentences that went with `-`, those that came with `+`, and one around them."""
    old, new = _pieces(before), _pieces(after)
    if len(old) + len(new) > MOST_PIECES:
        yield line(f"{len(old)} sentences before, {len(new)} after: too long to compare here", Style.FAINT)
        return
    groups = SequenceMatcher(None, old, new).get_grouped_opcodes(CONTEXT)
    for number, group in enumerate(groups):
        if number:
            yield line("  ...", Style.FAINT)
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from _marked("  ", old[old_from:old_to], Style.FAINT)
            else:
                yield from _marked("- ", old[old_from:old_to], Style.REMOVED)
                yield from _marked("+ ", new[new_from:new_to], Style.ADDED)


def _pieces(text: str) -> list[str]:
    """Sentences, each with the blanks after it: joined they are the text again."""
    return _PIECE.findall(text)


def _marked(mark: str, pieces: Sequence[str], style: Style) -> Iterator[Line]:
    return (line(f"{mark}{piece.rstrip()}".rstrip(), style) for piece in pieces)
