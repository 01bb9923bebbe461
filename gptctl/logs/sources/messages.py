"""Plain rows of messages in OpenAI's chat shape: what most people write themselves, and the files of fine-tuning."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gptctl.core.conversation import Message
from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Alternative, Conversation, Level, Rater, Rating
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.chat import tell
from gptctl.logs.sources.generation import Generation, around, generated
from gptctl.logs.sources.judged import judgements
from gptctl.logs.sources.outcome import finish
from gptctl.logs.sources.rows import Row, Unfit, each, share
from gptctl.logs.sources.shapes import array, mapping, maps, opened, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import definitions


class Reader:
    """One row is one conversation, or a context with a preferred and another answer.

    `id`, `model`, `tools`, `assistant`, times, users and sessions are taken from their usual names, in the row or its
    `metadata`, and so are ratings: `reward`, `score`, `label`, `rating`. `weight` tells a trainer what to learn:
    no rating.
    """

    shape = "messages"
    title = "rows of `messages`, or of `input`, `preferred_output` and `non_preferred_output`"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, _is_preference, 90) or share(first, _is_plain, 40)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        yield from each(self.shape, files, _read)


def _is_plain(value: Attrs) -> bool:
    messages = maps(opened(value.get("messages")))
    return bool(messages) and all(text(message.get("role")) for message in messages)


def _is_preference(value: Attrs) -> bool:
    return {"input", "preferred_output", "non_preferred_output"} <= value.keys()


def _read(row: Row) -> Iterable[Item]:
    if _is_preference(row.value):
        return [_preference(row)]
    if not array(opened(row.value.get("messages"))):
        raise Unfit("it has no list of `messages`")
    return [replace(_conversation(row, row.value), ratings=tuple(judgements(row.value)))]


def _conversation(row: Row, said: Attrs) -> Conversation:
    """`said` has the messages, the row what is told about them."""
    telling = Telling()
    tell(telling, said.get("messages"))
    about = mapping(opened(row.value.get("metadata")))
    generation = Generation(
        telling=telling,
        model=text(row.value.get("model")) or text(about.get("model")),
        tools=definitions(said.get("tools"), said.get("functions")),
        finish=finish(row.value.get("finish_reason")),
    )
    return generated(row.place, generation, around(row.value))


def _preference(row: Row) -> Conversation:
    """Which answer is better, the file says; who found so, it does not."""
    context = mapping(row.value.get("input"))
    asked = array(context.get("messages"))
    one = _conversation(row, {**context, "messages": [*asked, *array(row.value.get("preferred_output"))]})
    at, rejected = _rejected(asked, row.value.get("non_preferred_output"))
    if not rejected or at >= len(one.messages):
        raise Unfit("it lacks the preferred answer or the other one")
    other = Alternative(at=at, messages=rejected, ratings=(_preferred(0.0, 0),))
    return replace(one, alternatives=(other,), ratings=(_preferred(1.0, at),))


def _rejected(asked: Sequence[JSON], other: JSON) -> tuple[int, tuple[Message, ...]]:
    """How long the context is, and the answer that was not preferred."""
    before, whole = Telling(), Telling()
    tell(before, asked)
    tell(whole, [*asked, *array(other)])
    return len(before.messages), whole.messages[len(before.messages) :]


def _preferred(score: float, at: int) -> Rating:
    return Rating(name="preference", score=score, level=Level.MESSAGE, by=Rater.SYSTEM, at=at)
