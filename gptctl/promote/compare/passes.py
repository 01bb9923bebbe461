"""Which tests the base and a challenger pass, side by side. A test is no sample: one that is lost is a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gptctl.core.plural import plural
from gptctl.expect.test import Judged, passed
from gptctl.promote.compare.verdict import Decision, Verdict

_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One test. `judged` is what became of the challenger's answer."""

    test: str
    base: bool
    judged: tuple[Judged, ...]

    @property
    def challenger(self) -> bool:
        return passed(self.judged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passes:
    tests: tuple[Passed, ...] = ()

    @property
    def base(self) -> int:
        return sum(one.base for one in self.tests)

    @property
    def challenger(self) -> int:
        return sum(one.challenger for one in self.tests)

    @property
    def lost(self) -> Sequence[str]:
        """Passed by the base, and not by the challenger."""
        return [one.test for one in self.tests if one.base and not one.challenger]

    @property
    def gained(self) -> Sequence[str]:
        return [one.test for one in self.tests if one.challenger and not one.base]


def held(decision: Decision, passes: Passes) -> Decision:
    """Worse where a test is lost, whatever was decided. The reasons say how many were passed."""
    if not passes.tests:
        return decision
    if not passes.lost:
        of = plural(len(passes.tests), "test")
        return replace(
            decision, reasons=(*decision.reasons, f"Of {of} it passes {passes.challenger:,}, the base {passes.base:,}.")
        )
    more = ", …" if len(passes.lost) > _NAMED else ""
    lost = f"It fails {plural(len(passes.lost), 'test')} that the base passes: {', '.join(passes.lost[:_NAMED])}{more}."
    return Decision(verdict=Verdict.WORSE, reasons=(lost, *decision.reasons))
