"""Everybody against the base, on the same turns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gptctl.errors import Usage
from gptctl.promote.compare.answered import Answered
from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.effect import Effect, effect
from gptctl.promote.compare.measures.base import Measure, Unit
from gptctl.promote.compare.passes import Passes
from gptctl.promote.compare.statistics.holm import holm
from gptctl.promote.compare.turn import Turn
from gptctl.promote.compare.verdict import Decision, Guarded, Rules, decide, guarded

Replies = Mapping[str, Reply]
"""By the id of the turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One challenger. `chance` is that of the measure that decides, after Holm's correction for their number.

    `effects` are all measures that say anything, the one that decides and the guards among them.
    `passes` says who passes which of the assistant's tests.
    """

    challenger: str
    decision: Decision
    primary: Effect | None
    chance: float
    guards: tuple[Guarded, ...]
    effects: tuple[Effect, ...]
    answered: tuple[Answered, ...]
    passes: Passes = field(default_factory=Passes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`absent` are sentences about whoever could not be asked."""

    base: str
    rules: Rules
    turns: int
    clusters: int
    outcomes: tuple[Outcome, ...]
    absent: tuple[str, ...] = ()


def compare(
    turns: Sequence[Turn], base: str, replies: Mapping[str, Replies], measures: Sequence[Measure], rules: Rules
) -> Comparison:
    """`replies` are those of the base and of each challenger, by name, one to each turn.

    Raises Usage where the rules name a measure that is none, or that is no share.
    """
    _check(measures, rules)
    challengers = [name for name in replies if name != base]
    pairs = [_answered(turns, replies[base], replies[name]) for name in challengers]
    effects = [
        _effects(answered, measures, f"{rules.seed}\0{name}") for name, answered in zip(challengers, pairs, strict=True)
    ]
    chances = holm([found[rules.decides].chance if rules.decides in found else 1.0 for found in effects])
    return Comparison(
        base=base,
        rules=rules,
        turns=len(turns),
        clusters=len({turn.cluster for turn in turns}),
        outcomes=tuple(
            _outcome(name, answered, found, chance, rules)
            for name, answered, found, chance in zip(challengers, pairs, effects, chances, strict=True)
        ),
    )


def _answered(turns: Sequence[Turn], base: Replies, challenger: Replies) -> tuple[Answered, ...]:
    return tuple(Answered(turn=turn, base=base[turn.id], challenger=challenger[turn.id]) for turn in turns)


def _effects(answered: Sequence[Answered], measures: Sequence[Measure], seed: str) -> dict[str, Effect]:
    found = ((measure.name, effect(measure, answered, seed)) for measure in measures)
    return {name: one for name, one in found if one is not None}


def _outcome(
    name: str, answered: tuple[Answered, ...], effects: Mapping[str, Effect], chance: float, rules: Rules
) -> Outcome:
    primary = effects.get(rules.decides)
    guards = tuple(guarded(effects[guard], rules) for guard in rules.guards if guard in effects)
    return Outcome(
        challenger=name,
        decision=decide(primary, chance, guards, rules),
        primary=primary,
        chance=chance,
        guards=guards,
        effects=tuple(effects.values()),
        answered=answered,
    )


def _check(measures: Sequence[Measure], rules: Rules) -> None:
    shares = [measure.name for measure in measures if measure.unit is Unit.SHARE]
    for name in (rules.decides, *rules.guards):
        if name not in shares:
            raise Usage(f"a comparison cannot rest on `{name}`", advice=f"It can on: {', '.join(shares)}.")
