"""Many texts replaced at once, in time that grows with the text and not with how many they are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

import ahocorasick

from gptctl.promote.steps.personal.find import PLACEHOLDER


class Edge(Enum):
    """What may not stand beside a text for it to be what was meant, and no part of something else."""

    NONE = "none"
    DIGITS = "digits"
    LETTERS = "letters and digits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    text: str
    placeholder: str
    edge: Edge


def replacer(literals: Iterable[Literal]) -> Callable[[str], str]:
    """Replaces each literal where it stands; of two that overlap the one that begins first, then the longer one.

    Placeholders that are there already are left alone.
    """
    automaton = ahocorasick.Automaton()
    for literal in literals:
        automaton.add_word(literal.text, literal)
    automaton.make_automaton()

    def replace(text: str) -> str:
        found = [(end + 1 - len(literal.text), -len(literal.text), literal) for end, literal in automaton.iter(text)]
        return _put(text, found) if found else text

    return replace


def _put(text: str, found: list[tuple[int, int, Literal]]) -> str:
    spans = [(match.start(), match.start() - match.end(), match[0]) for match in PLACEHOLDER.finditer(text)]
    spans += [
        (start, size, literal.placeholder) for start, size, literal in found if _stands_alone(text, start, literal)
    ]
    pieces, at = list[str](), 0
    for start, size, new in sorted(spans):
        if start >= at:
            pieces += (text[at:start], new)
            at = start - size
    return "".join((*pieces, text[at:]))


def _stands_alone(text: str, start: int, literal: Literal) -> bool:
    end = start + len(literal.text)
    beside = (text[start - 1 : start], text[end : end + 1])
    match literal.edge:
        case Edge.NONE:
            return True
        case Edge.DIGITS:
            return not any(sign.isdecimal() for sign in beside)
        case Edge.LETTERS:
            return not any(sign.isalnum() for sign in beside)
