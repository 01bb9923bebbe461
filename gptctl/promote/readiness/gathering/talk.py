"""A conversation, cut down to what tells whether it is like another."""

from collections.abc import Sequence
from dataclasses import dataclass

from gptctl.promote.chat import Chat

LONG = 2000
"""Characters of each text that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """`asked` is the first thing that the user said, `said` all of it; `answer` is the first answer in words, and
    `resting` whether it rests on something that was looked up. `good` is None where nobody said.
    """

    id: str
    native: str
    asked: str
    said: str
    answer: str
    resting: bool
    time: float
    good: bool | None


def talk(id_: str, native: str, messages: Sequence[Chat], *, time: float, good: bool | None) -> Talk:
    texts = [message["content"] or "" for message in messages if message["role"] == "user"]
    at = next((n for n, one in enumerate(messages) if one["role"] == "assistant" and one["content"]), len(messages))
    return Talk(
        id=id_,
        native=native,
        asked=texts[0][:LONG] if texts else "",
        said=" ".join(texts)[:LONG],
        answer=(messages[at]["content"] or "")[:LONG] if at < len(messages) else "",
        resting=any(message["role"] == "tool" for message in messages[:at]),
        time=time,
        good=good,
    )
