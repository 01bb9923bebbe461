"""Put every held-out turn, and every test, to every contestant."""

from collections.abc import Callable, Sequence

from gptctl.errors import Usage
from gptctl.promote.compare.comparison import Replies
from gptctl.promote.compare.contestant import Contestant, Reply
from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.compare.turn import Asked

OnAnswer = Callable[[int, int], None]
"""Gets how many answers there are, and how many there will be."""


def interview(
    turns: Sequence[Asked], contestants: Sequence[Contestant], transcript: Transcript, on_answer: OnAnswer
) -> dict[str, Replies]:
    """All replies by the contestant's name; those that the transcript holds are not asked for again.

    Turn by turn, so that a slow hour of a server is everybody's. Raises Usage when two have one name, and the
    GptctlError of a contestant that fails: whatever was answered until then is kept.
    """
    names = [contestant.name for contestant in contestants]
    if len(set(names)) < len(names):
        raise Usage(f"two contestants have one name: {', '.join(sorted(names))}")
    found: dict[str, dict[str, Reply]] = {name: {} for name in names}
    total = len(turns) * len(contestants)
    for number, turn in enumerate(turns):
        for place, contestant in enumerate(contestants, start=1):
            found[contestant.name][turn.id] = transcript.ask(contestant, turn.messages, turn.tools)
            on_answer(number * len(contestants) + place, total)
    return dict(found)
