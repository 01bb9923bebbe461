"""Better, worse, or cannot tell: the rules, fixed before anybody is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gptctl.core.plural import plural
from gptctl.promote.compare.effect import Effect


class Verdict(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    CANNOT_TELL = "cannot tell"


class Guard(StrEnum):
    """Whether a measure that must not suffer did not: it holds surely, is broken surely, or the rows are too few."""

    HOLDS = "holds"
    BROKEN = "broken"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One measure decides, so that no other is picked afterwards because it looks well.

    `alpha` is how often the same model twice may be told apart. `margin` is how much a guarded share may
    suffer: with 0.1, in 10 of 100 answers. The same `seed` gives the same numbers.
    """

    decides: str = "match"
    guards: tuple[str, ...] = ("refusals", "form")
    alpha: float = 0.05
    margin: float = 0.1
    seed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    effect: Effect
    guard: Guard


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`reasons` are whole sentences."""

    verdict: Verdict
    reasons: tuple[str, ...]


def guarded(effect: Effect, rules: Rules) -> Guarded:
    """Non-inferiority: not "no harm was seen" but "more harm than the margin is ruled out"."""
    ends = (effect.sign * effect.bounds.low, effect.sign * effect.bounds.high)
    if min(ends) >= -rules.margin:
        return Guarded(effect=effect, guard=Guard.HOLDS)
    return Guarded(effect=effect, guard=Guard.BROKEN if max(ends) < -rules.margin else Guard.OPEN)


def decide(primary: Effect | None, chance: float, guards: Sequence[Guarded], rules: Rules) -> Decision:
    """`chance` is that of `primary`, corrected where several challengers were compared."""
    if primary is None:
        return Decision(verdict=Verdict.CANNOT_TELL, reasons=(f"No held-out turn says anything by {rules.decides}.",))
    moved = _moved(primary, chance, rules)
    reasons = (_primary(primary, moved), *_guards(guards, rules))
    broken = any(one.guard is Guard.BROKEN for one in guards)
    if moved is Verdict.WORSE or broken:
        return Decision(verdict=Verdict.WORSE, reasons=reasons)
    held = all(one.guard is Guard.HOLDS for one in guards)
    return Decision(verdict=moved if held else Verdict.CANNOT_TELL, reasons=reasons)


def _moved(effect: Effect, chance: float, rules: Rules) -> Verdict:
    """The test keeps its level with few clusters, where the interval is too short; both must agree."""
    low, high = effect.sign * effect.interval.low, effect.sign * effect.interval.high
    if chance > rules.alpha or min(low, high) <= 0 <= max(low, high):
        return Verdict.CANNOT_TELL
    return Verdict.BETTER if min(low, high) > 0 else Verdict.WORSE


def _primary(effect: Effect, moved: Verdict) -> str:
    seen = f"{effect.measure.name} went from {effect.base:.3f} to {effect.challenger:.3f}"
    of = f"on {plural(effect.turns, 'turn')} in {plural(effect.clusters, 'cluster')}"
    if moved is not Verdict.CANNOT_TELL:
        return f"{seen} {of}: {moved}."
    shows = "no difference at all" if effect.least is None else f"a difference of {effect.least:.3f} or more"
    return f"{seen} {of}, which can show {shows}."


def _guards(guards: Sequence[Guarded], rules: Rules) -> Iterator[str]:
    for one in guards:
        name, ends = one.effect.measure.name, one.effect.bounds
        harm = max(-one.effect.sign * ends.low, -one.effect.sign * ends.high)
        if one.guard is Guard.BROKEN:
            seen = f"{one.effect.base:.3f} to {one.effect.challenger:.3f}"
            yield f"{name} suffered by more than {rules.margin:g}: {seen}."
        elif one.guard is Guard.OPEN:
            yield f"{name} may have suffered by up to {harm:.3f}, and {rules.margin:g} is allowed: hold out more rows."
