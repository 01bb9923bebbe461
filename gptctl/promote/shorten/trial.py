"""Ask under other instructions, within a budget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from gptctl.promote.compare.comparison import Comparison, compare
from gptctl.promote.compare.contestant import Contestant, Reply
from gptctl.promote.compare.instructed import Instructed
from gptctl.promote.compare.measures.base import Measure
from gptctl.promote.compare.put import Put
from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.compare.turn import Asked, Turn
from gptctl.promote.compare.verdict import Rules
from gptctl.promote.compare.with_tests import with_tests
from gptctl.promote.shorten.harm import no_harm, ruinous

FULL, SHORT = "in full", "shortened"
FIRST = 8
"""Clusters after which instructions that plainly do harm are given up."""

OnAnswer = Callable[[int, int], None]
"""Gets how many answers were asked for, and how many may be."""


class SpentError(Exception):
    """The answers that may be asked for are used up. It ends a search and no command."""


@dataclass(slots=True, kw_only=True)
class Trials:
    """`full` are the instructions as they are. `budget` answers may be asked for; those that are kept count too.

    `tests` are the assistant's: instructions under which one is lost do harm, whatever is measured.
    """

    contestant: Contestant
    full: str
    measures: Sequence[Measure]
    rules: Rules
    transcript: Transcript
    budget: int
    on_answer: OnAnswer
    tests: Sequence[Put] = ()
    asked: int = 0
    _replies: dict[str, dict[str, Reply]] = field(default_factory=dict[str, dict[str, Reply]])

    def harmless(self, instructions: str, turns: Sequence[Turn]) -> bool:
        """Raises SpentError before the first answer that is one too many."""
        deciding = [one for one in self.measures if one.name in (self.rules.decides, *self.rules.guards)]
        grouped = [list(found) for _, found in groupby(sorted(turns, key=_cluster), key=_cluster)]
        first = [turn for cluster in grouped[:FIRST] for turn in cluster]
        if ruinous(self.compare(instructions, first, deciding)):
            return False
        return no_harm(self.compare(instructions, turns, deciding).outcomes[0], self.rules)

    def compare(self, instructions: str, turns: Sequence[Turn], measures: Sequence[Measure]) -> Comparison:
        """Raises as `harmless` does."""
        asked: Sequence[Asked] = (*self.tests, *turns)
        replies = {name: self._ask(text, asked) for name, text in ((FULL, self.full), (SHORT, instructions))}
        return with_tests(compare(turns, FULL, replies, measures, self.rules), self.tests, replies)

    def _ask(self, instructions: str, turns: Sequence[Asked]) -> dict[str, Reply]:
        contestant = Instructed(name=SHORT, contestant=self.contestant, instructions=instructions)
        known = self._replies.setdefault(instructions, {})
        for turn in turns:
            if turn.id in known:
                continue
            if self.asked >= self.budget:
                raise SpentError
            known[turn.id] = self.transcript.ask(contestant, turn.messages, turn.tools)
            self.asked += 1
            self.on_answer(self.asked, self.budget)
        return known


def _cluster(turn: Turn) -> str:
    return turn.cluster
