"""Which placeholder stands for what in one conversation."""

from collections import Counter
from collections.abc import Iterable

from gptctl.promote.steps.personal.fields import Change
from gptctl.promote.steps.personal.find import PLACEHOLDER
from gptctl.promote.steps.personal.hit import Hit, Kind
from gptctl.promote.steps.personal.literals import Edge, Literal, replacer
from gptctl.promote.steps.personal.names import parts

# What may not stand beside it for it to be the same thing.
EDGES = {
    Kind.EMAIL: Edge.NONE,
    Kind.NAME: Edge.LETTERS,
    Kind.ADDRESS: Edge.LETTERS,
    Kind.DOCUMENT: Edge.LETTERS,
}


class Book:
    """Placeholders in the order of what they were first given for, counted on from those that a text already holds."""

    def __init__(self, text: str) -> None:
        self._last = Counter[str]()
        for match in PLACEHOLDER.finditer(text):
            word, _, number = match[0][1:-1].rpartition("_")
            self._last[word] = max(self._last[word], int(number))
        self._numbers = dict[tuple[Kind, str], str]()
        self._written = dict[str, Literal]()

    def note(self, hits: Iterable[Hit]) -> None:
        """Whatever is written as one of these will be replaced wherever it stands."""
        for hit in hits:
            placeholder = self._placeholder(hit)
            self._write(hit.kind, hit.text, placeholder)
            for part in parts(hit.text) if hit.kind is Kind.NAME else ():
                self._numbers.setdefault((Kind.NAME, part.casefold()), placeholder)
                self._write(Kind.NAME, part, placeholder)

    def change(self) -> Change:
        """Puts placeholders into a text, for the longest of what was noted first."""
        return replacer(self._written.values())

    def _placeholder(self, hit: Hit) -> str:
        known = self._numbers.get((hit.kind, hit.key))
        if known is None:
            self._last[hit.kind] += 1
            known = self._numbers[hit.kind, hit.key] = f"[{hit.kind}_{self._last[hit.kind]}]"
        return known

    def _write(self, kind: Kind, text: str, placeholder: str) -> None:
        edge = EDGES.get(kind, Edge.DIGITS)
        self._written.setdefault(text, Literal(text=text, placeholder=placeholder, edge=edge))
