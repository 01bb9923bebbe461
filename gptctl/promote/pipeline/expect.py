"""What was tuned is asked before anything is compared: at many trainers it answers nobody until it is deployed."""

from gptctl.errors import Refused
from gptctl.promote.compare.contestant import Contestant, Silent
from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.compare.turn import Turn
from gptctl.promote.trainers.base import Terms


def expect(model: str, tuned: Contestant, turn: Turn, transcript: Transcript, terms: Terms) -> None:
    """Raises Refused, with the next step, where it answers nothing at all; what it answers to `turn` is kept."""
    try:
        transcript.ask(tuned, turn.messages, turn.tools)
    except Silent as error:
        steps = (
            terms.serving,
            f"Where it answers by another name, write `models: {{{model}: {{TARGET: NAME}}}}` into gptctl.yaml.",
            "Then run the same command again: nothing is trained twice.",
        )
        raise Refused(
            f"{model} is tuned, and does not answer yet",
            reasons=[f"{error.message}."],
            advice=" ".join(filter(None, steps)),
        ) from error
