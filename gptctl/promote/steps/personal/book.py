"""Which placeholder stands for what in one conversation."""

import re
from collections import Counter
from collections.abc import Iterable

from gptctl.promote.steps.personal.fields import Change
from gptctl.promote.steps.personal.find import PLACEHOLDER
from gptctl.promote.steps.personal.hit import Hit, Kind
from gptctl.promote.steps.personal.names import parts


class Book:
    """Placeholders in the order of what they were first given for, counted on from those that a text already holds."""

    def __init__(self, text: str) -> None:
        self._last = Counter[str]()
        for match in PLACEHOLDER.finditer(text):
            word, _, number = match[0][1:-1].rpartition("_")
            self._last[word] = max(self._last[word], int(number))
        self._numbers = dict[tuple[Kind, str], str]()
        self._written = dict[str, str]()

    def note(self, hits: Iterable[Hit]) -> None:
        """Whatever is written as one of these will be replaced wherever it stands."""
        for hit in hits:
            placeholder = self._placeholder(hit)
            self._written.setdefault(hit.text, placeholder)
            if hit.kind is Kind.NAME:
                for part in parts(hit.text):
                    self._numbers.setdefault((Kind.NAME, part.casefold()), placeholder)
                    self._written.setdefault(part, placeholder)

    def _placeholder(self, hit: Hit) -> str:
        known = self._numbers.get((hit.kind, hit.key))
        if known is None:
            self._last[hit.kind] += 1
            known = self._numbers[hit.kind, hit.key] = f"[{hit.kind}_{self._last[hit.kind]}]"
        return known

    def change(self) -> Change:
        """Puts placeholders into a text, for the longest of what was noted first and never in the middle of a word."""
        longest = sorted(self._written, key=lambda written: (-len(written), written))
        anything = "|".join(map(re.escape, longest))
        pattern = re.compile(rf"{PLACEHOLDER.pattern}|(?<![^\W_])(?:{anything})(?![^\W_])")
        return lambda text: pattern.sub(self._swap, text)

    def _swap(self, match: re.Match[str]) -> str:
        return self._written.get(match[0], match[0])
