"""What happens during a promotion, while it happens."""

from dataclasses import dataclass

from gptctl.promote.pipeline.stage import Answered, Begun, Event, Stage, TakenUp, Trained
from gptctl.promote.trainers.base import State, Status
from gptctl.views.line import Line, Style, line
from gptctl.views.screen import Stream

_SAYS = {
    Stage.READINESS: "looking whether to tune at all",
    Stage.DATASET: "building the dataset",
    Stage.COST: "asking what training would cost",
    Stage.APPROVAL: "waiting for an approval",
    Stage.JOB: "training",
    Stage.COMPARISON: "comparing on what was held out",
    Stage.SHORTENING: "looking for shorter instructions",
    Stage.PROPOSAL: "making the branch",
}
_TENTH = 10


@dataclass(slots=True, kw_only=True)
class LineProgress:
    """A line for each stage and each change of a job's state, and for every tenth of the answers: for logs."""

    stream: Stream
    state: State | None = None

    def __call__(self, event: Event) -> None:
        match event:
            case Trained() if event.status.state is self.state:
                return
            case Answered() if event.done % max(1, event.of // _TENTH):
                return
            case Trained():
                self.state = event.status.state
            case _:
                pass
        self.stream.write([line(said(event), Style.FAINT)])

    def close(self) -> None:
        pass


@dataclass(slots=True, kw_only=True)
class LiveProgress:
    """One line that is written over, and one that stays for each stage: for a terminal."""

    stream: Stream
    shown: bool = False

    def __call__(self, event: Event) -> None:
        match event:
            case Begun() | TakenUp():
                self.close()
                self.stream.write([line(said(event), Style.FAINT)])
            case Trained() | Answered():
                self.stream.rewrite(line(said(event), Style.FAINT))
                self.shown = True

    def close(self) -> None:
        if self.shown:
            self.stream.rewrite(Line())
            self.shown = False


def said(event: Event) -> str:
    match event:
        case Begun():
            return _SAYS[event.stage]
        case TakenUp():
            return f"going on with {event.mark}, approved before, on the dataset {event.dataset[:12]}"
        case Trained():
            return of_job(event.status)
        case Answered():
            return f"{event.done:,} of {event.of:,} answers"


def of_job(status: Status) -> str:
    steps = f", step {status.step:,} of {status.steps:,}" if status.steps else ""
    losses = [point.loss for point in status.curve if point.loss is not None]
    loss = f", loss {losses[-1]:.3g}" if losses else ""
    why = f": {status.reason}" if status.reason and status.state is not State.RUNNING else ""
    return f"job {status.id}: {status.state}{steps}{loss}{why}"
