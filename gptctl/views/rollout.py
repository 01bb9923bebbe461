"""Who gets which model of an assistant, and how it came about."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from gptctl.core.rollout import WHOLE, Arm, Move, Rollout, Stage, concerns
from gptctl.core.value import Attrs
from gptctl.promote.rollout.evidence import Evidence, Tally
from gptctl.promote.rollout.judge import Advice, Judgement
from gptctl.views.line import BLANK, Line, Style, indent, line, section
from gptctl.views.moment import iso, short
from gptctl.views.table import table

FORMAT = "gptctl.rollout/v1"
_STYLES = {Advice.GO_ON: Style.GOOD, Advice.WAIT: Style.WARNING, Advice.GO_BACK: Style.BAD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A rollout as it stands, and what is known of it. `held` is the model at the provider, None where the assistant is
    not there.
    """

    rollout: Rollout
    held: str | None
    evidence: Evidence | None = None
    judgement: Judgement | None = None
    moves: tuple[Move, ...] = ()

    @property
    def decides(self) -> bool:
        return self.held is not None and concerns(self.rollout, self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutReport:
    standings: tuple[Standing, ...]

    def human(self) -> Iterator[Line]:
        for one in self.standings:
            yield from _human(one)
        if not self.standings:
            yield line("There is no rollout here. `gptctl rollout start ASSISTANT` starts one.")

    def document(self) -> Attrs:
        return {"format": FORMAT, "rollouts": [_document(one) for one in self.standings]}


def _human(one: Standing) -> Iterator[Line]:
    rollout = one.rollout
    heading = f"{rollout.key.address.name} at {rollout.key.target}: rollout {rollout.id} is {rollout.stage.value}"
    yield line(heading, Style.HEADING)
    yield from indent(_shares(one))
    yield BLANK
    if one.evidence is not None:
        rows = [_row(arm, one.evidence.of(arm), rollout) for arm in Arm]
        yield from indent(table(("arm", "model", "conversations", "failed", "rated", "liked"), rows))
        yield BLANK
    if one.judgement is not None:
        reasons = [line(reason) for reason in one.judgement.reasons]
        yield line(f"The rule says: {one.judgement.advice.value}.", _STYLES[one.judgement.advice])
        yield from indent(reasons)
        yield BLANK
    yield from section("Moves", (line(_move(move)) for move in one.moves))


def _shares(one: Standing) -> Iterator[Line]:
    rollout = one.rollout
    if one.held is None:
        yield line("It decides nothing any more: this assistant is not there.", Style.WARNING)
    elif not one.decides:
        yield line(f"It decides nothing any more: {one.held} answers everybody.")
    elif rollout.stage is Stage.ROLLED_BACK:
        yield line(f"{rollout.before} answers everybody, {rollout.after} nobody.")
    else:
        steps = ", ".join(f"{step} %" for step in rollout.steps)
        rest = f", {rollout.before} the rest" if rollout.share < WHOLE else ""
        yield line(f"{rollout.after} answers {rollout.share} % of the users{rest}.")
        yield line(f"Steps: {steps}; this one since {short(rollout.since)}.")


def _row(arm: Arm, tally: Tally, rollout: Rollout) -> tuple[str, ...]:
    numbers = (tally.conversations, tally.failed, tally.rated, tally.good)
    return arm.value, rollout.model(arm), *map(str, numbers)


def _move(move: Move) -> str:
    why = f": {move.why}" if move.why else ""
    return f"{short(move.time)}  {move.kind.value} ({move.rollout.share} %) by {move.by}{why}"


def _document(one: Standing) -> Attrs:
    rollout = one.rollout
    return {
        "id": rollout.id,
        "target": rollout.key.target,
        "address": str(rollout.key.address),
        "before": rollout.before,
        "after": rollout.after,
        "held": one.held,
        "stage": rollout.stage.value,
        "decides": one.decides,
        "share": rollout.share,
        "steps": rollout.steps,
        "rule": asdict(rollout.rule),
        "started": iso(rollout.started),
        "since": iso(rollout.since),
        "conversations": None if one.evidence is None else {arm.value: asdict(one.evidence.of(arm)) for arm in Arm},
        "advice": None if one.judgement is None else one.judgement.advice.value,
        "reasons": [] if one.judgement is None else one.judgement.reasons,
        "moves": [
            {
                "move": move.kind.value,
                "time": iso(move.time),
                "by": move.by,
                "why": move.why,
                "share": move.rollout.share,
            }
            for move in one.moves
        ],
    }
