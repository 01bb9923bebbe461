"""Which parts may go together: delta debugging (A. Zeller, 1999), from whole sections down to sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gptctl.promote.shorten.parts import Part, parts, without
from gptctl.promote.shorten.trial import SpentError


@dataclass(slots=True, kw_only=True)
class Search:
    """`harmless` says of a text whether it keeps what is measured. `dropped` grows; `tries` are those that were asked.

    Each try is held against the whole text, not the last one, so that small harms do not add up.
    """

    text: str
    harmless: Callable[[str], bool]
    most: int
    dropped: tuple[Part, ...] = ()
    tries: int = 0
    ended: bool = True

    @property
    def shortest(self) -> str:
        return without(self.text, self.dropped)

    def run(self) -> None:
        """Until nothing more can go, or as far as tries and answers last; `ended` says which."""
        try:
            self._shrink(parts(self.text))
        except SpentError:
            self.ended = False

    def _shrink(self, group: Sequence[Part]) -> None:
        if not group or self._can_go(group):
            return
        if len(group) == 1:
            self._shrink(group[0].parts)
            return
        half = len(group) // 2
        self._shrink(group[half:])
        self._shrink(group[:half])

    def _can_go(self, group: Sequence[Part]) -> bool:
        tried = without(self.text, (*self.dropped, *group))
        if not tried.strip():  # an assistant has instructions
            return False
        if self.tries >= self.most:
            raise SpentError
        self.tries += 1
        if not self.harmless(tried):
            return False
        self.dropped = (*self.dropped, *group)
        return True
