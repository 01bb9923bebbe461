"""What was trained further, as it was before: asked too where it is another model than the one in use."""

from dataclasses import dataclass

from gptctl.errors import Refused
from gptctl.promote.compare.called import Called
from gptctl.promote.compare.contestant import Contestant, Silent
from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.compare.turn import Turn
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports

UNTUNED = "untuned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Untuned:
    """`absent` is a sentence that says why it cannot be asked. Neither where it is the model in use."""

    contestants: tuple[Contestant, ...] = ()
    absent: tuple[str, ...] = ()


def untuned(goal: Goal, now: Contestant, turn: Turn, transcript: Transcript, ports: Ports) -> Untuned:
    """Whether a trainer's base answers anywhere is known once it is asked: its answer to `turn` is kept.

    Raises as a contestant does where that says nothing about the model.
    """
    try:
        found = Called(name=UNTUNED, contestant=ports.contestant(goal.base))
        if found.identity == now.identity:
            return Untuned()
        transcript.ask(found, turn.messages, turn.tools)
    except (Refused, Silent):
        # no provider's own words: they may differ from run to run, and this stands in the branch
        why = f"{goal.base}, from which it was trained, was not asked: it does not answer where the tuned model does."
        return Untuned(absent=(why,))
    return Untuned(contestants=(found,))
