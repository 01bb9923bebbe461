"""Start, advance, roll back and finish a rollout: each is one durable line with who did it, when and why."""

from collections.abc import Callable
from dataclasses import dataclass

from gptctl.backends.base import Rollouts
from gptctl.core.address import Key
from gptctl.core.rollout import (
    WHOLE,
    Kind,
    Move,
    Rollout,
    Rule,
    Stage,
    advanced,
    concerns,
    finished,
    latest,
    rolled_back,
)
from gptctl.engine.ports import Clock, Nonce
from gptctl.errors import Refused
from gptctl.promote.rollout.judge import Advice, Judgement

STEPS = (5, 25, 50, WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Between which models, by which steps, and by which rule."""

    before: str
    after: str
    steps: tuple[int, ...] = STEPS
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """One assistant at one target. `held` is the model there; `by` is who steers, `why` their own words."""

    rollouts: Rollouts
    key: Key
    held: str
    clock: Clock
    nonce: Nonce
    by: str
    why: str

    def current(self) -> Rollout | None:
        """The newest rollout, whatever became of it."""
        return latest(self.rollouts.moves()).get(self.key)

    def start(self, course: Course) -> Rollout:
        """Raises Refused where one is running, or where the provider holds neither of the models."""
        with self.rollouts.alone():
            running = self.current()
            if running is not None and running.stage is Stage.RUNNING and concerns(running, self.held):
                raise Refused(
                    f"rollout {running.id} from {running.before} to {running.after} is running, at {running.share} %",
                    advice="Finish it or roll it back first.",
                )
            return self._keep(Kind.START, self._made(course))

    def advance(self, judge: Callable[[Rollout], Judgement], *, anyway: bool) -> Rollout:
        """The next step. Raises Refused where the rule says no; `anyway` passes over "not enough yet" alone.

        The rule is asked first, which may take long: nobody who goes back has to wait for it.
        """
        rollout = self._running()
        if rollout.share >= WHOLE:
            raise Refused("everybody gets the new model already", advice="`gptctl rollout finish` ends it.")
        _allow(judge(rollout), anyway=anyway)
        return self._go_on(Kind.ADVANCE, rollout, advanced(rollout, self.clock.now()))

    def finish(self, judge: Callable[[Rollout], Judgement], *, anyway: bool) -> Rollout:
        """From now on the model that the provider holds answers everybody, as it does now. Raises Refused."""
        rollout = self._own()
        wanted = rollout.before if rollout.stage is Stage.ROLLED_BACK else rollout.after
        if rollout.share not in {0, WHOLE}:
            raise Refused(f"{rollout.share} % get the new model; only at {WHOLE} % it is over")
        if self.held != wanted:
            raise Refused(
                f"{self.key.target} holds {self.held} and everybody is answered by {wanted}",
                advice=f"Let the declaration say `model: {wanted}` and apply it first.",
            )
        if rollout.stage is Stage.RUNNING:
            _allow(judge(rollout), anyway=anyway)
        return self._go_on(Kind.FINISH, rollout, finished(rollout, self.clock.now()))

    def roll_back(self, course: Callable[[], Course], to: str = "") -> Rollout:
        """From now on `before` answers everybody. Never refused for what the rule says.

        Where the model that is held came without a rollout, `course` says what to go back to. Raises Refused where it
        came by one from another model than `to`, if that is said.
        """
        with self.rollouts.alone():
            rollout = self.current()
            if rollout is None or not self._brought(rollout):
                rollout = self._keep(Kind.START, self._made(course()))
            elif to and to != rollout.before:
                raise Refused(f"rollout {rollout.id} goes back to {rollout.before}", advice="Leave out --from.")
            elif rollout.stage is Stage.ROLLED_BACK:
                return rollout
            return self._keep(Kind.ROLLBACK, rolled_back(rollout, self.clock.now()))

    def _brought(self, rollout: Rollout) -> bool:
        """Whether it says what was before the model that is held; one that is finished does so only of `after`."""
        return concerns(rollout, self.held) or self.held == rollout.after

    def _go_on(self, kind: Kind, seen: Rollout, then: Rollout) -> Rollout:
        """Raises Refused where somebody else moved it since it was seen."""
        with self.rollouts.alone():
            if self.current() != seen:
                said = f"rollout {seen.id} was moved by somebody else just now"
                raise Refused(said, advice="Look at `gptctl rollout status`.")
            return self._keep(kind, then)

    def _made(self, course: Course) -> Rollout:
        now = self.clock.now()
        if course.before == course.after:
            raise Refused(f"{course.after} would follow {course.before}: that is the same model")
        if self.held not in {course.before, course.after}:
            raise Refused(f"{self.key.target} holds {self.held}, which is neither {course.before} nor {course.after}")
        return Rollout(
            id=f"r{self.nonce()[:12]}",
            key=self.key,
            before=course.before,
            after=course.after,
            steps=course.steps,
            rule=course.rule,
            started=now,
            since=now,
        )

    def _own(self) -> Rollout:
        rollout = self.current()
        if rollout is None or not concerns(rollout, self.held):
            raise Refused(f"no rollout of {self.key} is running", advice="`gptctl rollout start` starts one.")
        return rollout

    def _running(self) -> Rollout:
        rollout = self._own()
        if rollout.stage is Stage.ROLLED_BACK:
            raise Refused(f"rollout {rollout.id} was rolled back", advice="`gptctl rollout start` starts another.")
        return rollout

    def _keep(self, kind: Kind, rollout: Rollout) -> Rollout:
        self.rollouts.append(Move(kind=kind, time=self.clock.now(), by=self.by, why=self.why, rollout=rollout))
        return rollout


def _allow(judgement: Judgement, *, anyway: bool) -> None:
    match judgement.advice:
        case Advice.GO_BACK:
            advice = "`gptctl rollout rollback` gives everybody the old model at once."
            raise Refused("the new model does worse than the rule allows", reasons=judgement.reasons, advice=advice)
        case Advice.WAIT if not anyway:
            advice = "Wait, or say why it may go on with --override REASON."
            raise Refused("not enough yet to go on", reasons=judgement.reasons, advice=advice)
        case _:
            pass
