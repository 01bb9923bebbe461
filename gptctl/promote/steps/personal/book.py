"""Which placeholder stands for what in one conversation."""

import re
from collections import Counter
from collections.abc import Iterable

from gptctl.promote.steps.personal.fields import Change
from gptctl.promote.steps.personal.find import PLACEHOLDER
from gptctl.promote.steps.personal.hit import Hit, Kind
from gptctl.promote.steps.personal.names import parts

# What may not stand beside it for it to be the same thing: digits, and beside words letters too.
DIGITS = (r"(?<![0-9])", r"(?![0-9])")
LETTERS = (r"(?<![^\W_])", r"(?![^\W_])")
EDGES = {Kind.EMAIL: ("", ""), Kind.NAME: LETTERS, Kind.ADDRESS: LETTERS, Kind.DOCUMENT: LETTERS}


class Book:
    """Placeholders in the order of what they were first given for, counted on from those that a text already holds."""

    def __init__(self, text: str) -> None:
        self._last = Counter[str]()
        for match in PLACEHOLDER.finditer(text):
            word, _, number = match[0][1:-1].rpartition("_")
            self._last[word] = max(self._last[word], int(number))
        self._numbers = dict[tuple[Kind, str], str]()
        self._written = dict[str, str]()
        self._edges = dict[str, tuple[str, str]]()

    def note(self, hits: Iterable[Hit]) -> None:
        """Whatever is written as one of these will be replaced wherever it stands."""
        for hit in hits:
            placeholder = self._placeholder(hit)
            self._write(hit.kind, hit.text, placeholder)
            for part in parts(hit.text) if hit.kind is Kind.NAME else ():
                self._numbers.setdefault((Kind.NAME, part.casefold()), placeholder)
                self._write(Kind.NAME, part, placeholder)

    def _write(self, kind: Kind, text: str, placeholder: str) -> None:
        self._written.setdefault(text, placeholder)
        self._edges.setdefault(text, EDGES.get(kind, DIGITS))

    def _placeholder(self, hit: Hit) -> str:
        known = self._numbers.get((hit.kind, hit.key))
        if known is None:
            self._last[hit.kind] += 1
            known = self._numbers[hit.kind, hit.key] = f"[{hit.kind}_{self._last[hit.kind]}]"
        return known

    def change(self) -> Change:
        """Puts placeholders into a text, for the longest of what was noted first."""
        longest = sorted(self._written, key=lambda written: (-len(written), written))
        anything = "|".join(re.escape(written).join(self._edges[written]) for written in longest)
        pattern = re.compile(rf"{PLACEHOLDER.pattern}|{anything}")
        return lambda text: pattern.sub(self._swap, text)

    def _swap(self, match: re.Match[str]) -> str:
        return self._written.get(match[0], match[0])
