"""What happened under a rollout, in numbers of conversations."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gptctl.core.retirement import is_version
from gptctl.core.rollout import Arm, Rollout
from gptctl.logs.conversation import identify
from gptctl.logs.sources.recorded import SHAPE
from gptctl.logs.store.query import GOOD
from gptctl.logs.trial import Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Conversations of one arm. `failed` had a question that stayed without an answer; `good` of the `rated` ones
    were liked.
    """

    conversations: int = 0
    failed: int = 0
    rated: int = 0
    good: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    before: Tally = field(default_factory=Tally)
    after: Tally = field(default_factory=Tally)

    def of(self, arm: Arm) -> Tally:
        return self.after if arm is Arm.AFTER else self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A conversation in the store. `score` is the mean of its ratings, None without any."""

    id: str
    shape: str
    model: str
    finish: str
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """`score` is None too where both arms answered in it: nobody can say which was meant."""

    arm: Arm
    failed: bool
    score: float | None


def gather(rollout: Rollout, trials: Sequence[Trial], told: Iterable[Told]) -> Evidence:
    """Trials tell our own conversations; those of others, in the logs they wrote, are told by their model."""
    known = {one.id: one for one in told}
    seen = [*_own(trials, known), *_foreign(rollout, known.values())]
    return Evidence(before=_tally(Arm.BEFORE, seen), after=_tally(Arm.AFTER, seen))


def _own(trials: Sequence[Trial], known: Mapping[str, Told]) -> Iterable[_Seen]:
    arms: dict[str, dict[Arm, bool]] = {}
    for trial in trials:
        failed = arms.setdefault(trial.conversation, {})
        failed[trial.decision.arm] = failed.get(trial.decision.arm, False) or not trial.answered
    for conversation, failed in arms.items():
        one = known.get(identify(SHAPE, conversation))
        score = one.score if one is not None and len(failed) == 1 else None
        yield from (_Seen(arm=arm, failed=bad, score=score) for arm, bad in failed.items())


def _foreign(rollout: Rollout, known: Collection[Told]) -> Iterable[_Seen]:
    for one in known:
        arm = _arm(rollout, one.model)
        if arm is not None and one.shape != SHAPE:
            yield _Seen(arm=arm, failed=one.finish == "error", score=one.score)


def _arm(rollout: Rollout, model: str) -> Arm | None:
    """Whose answer it was: providers give back the dated version of the name that was asked for."""
    named = [arm for arm in Arm if rollout.model(arm) == model]
    return next(iter(named or [arm for arm in Arm if is_version(model, rollout.model(arm))]), None)


def _tally(arm: Arm, seen: Sequence[_Seen]) -> Tally:
    mine = [one for one in seen if one.arm is arm]
    scores = [one.score for one in mine if one.score is not None]
    return Tally(
        conversations=len(mine),
        failed=sum(one.failed for one in mine),
        rated=len(scores),
        good=sum(score >= GOOD for score in scores),
    )
