"""How long examples are in the vocabulary of the model that would be trained, and the calls that they were made of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from gptctl.core.value import JSON, canonical
from gptctl.promote.chat import Chat
from gptctl.promote.example import Example
from gptctl.promote.tokens import vocabulary
from gptctl.promote.tokens.pieces import PER_MESSAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """Sums over examples, in tokens. Each answer was a call, with all before it as input, tools included."""

    rows: int = 0
    tokens: int = 0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: "Lengths") -> "Lengths":
        return Lengths(
            rows=self.rows + other.rows,
            tokens=self.tokens + other.tokens,
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


def lengths(examples: Iterable[Example], name: str) -> Lengths:
    """The sum over them."""
    return sum(each(examples, name), Lengths())


def each(examples: Iterable[Example], name: str) -> Iterator[Lengths]:
    """Exact in the vocabulary of this name, by the same rule as the tokens of an example."""
    tools: dict[int, int] = {}
    for example in examples:
        key = id(example.tools)
        if key not in tools:  # rows share their tools
            tools[key] = sum(vocabulary.count([canonical(tool) for tool in example.tools], name))
        yield _length(example, name, tools[key])


def of_prompt(messages: Sequence[Chat], tools: Sequence[JSON], name: str) -> int:
    """Tokens that are read for an answer to this."""
    offered = sum(vocabulary.count([canonical(tool) for tool in tools], name))
    return PER_MESSAGE + offered + sum(PER_MESSAGE + one for one in of_messages(messages, name))


def _length(example: Example, name: str, tools: int) -> Lengths:
    said = of_messages(example.messages, name)
    before = list(accumulate((PER_MESSAGE + one for one in said), initial=PER_MESSAGE + tools))
    answers = [at for at, message in enumerate(example.messages) if message["role"] == "assistant"]
    return Lengths(
        rows=1,
        tokens=before[-1],
        calls=len(answers),
        input_tokens=sum(before[at] for at in answers),
        output_tokens=sum(said[at] for at in answers),
    )


def of_messages(messages: Sequence[Chat], name: str) -> Sequence[int]:
    """Tokens of each message."""
    texts = [list(_texts(message)) for message in messages]
    counts = iter(vocabulary.count([text for own in texts for text in own], name))
    return [sum(next(counts) for _ in own) for own in texts]


def _texts(message: Chat) -> Iterator[str]:
    if message["content"]:
        yield message["content"]
    for call in message.get("tool_calls", ()):
        yield call["function"]["name"]
        yield call["function"]["arguments"]
