"""What a curation gives, from real conversations and without one: for tests of what comes after it."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from gptctl.promote.example import Example, Pair, Part, Stage
from gptctl.promote.row import Lineage

ROOT = Path(__file__).parents[2]
LINEAGE = Lineage(shape="messages", file="logs.jsonl.gz", provider="openai", model="gpt-4o")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCuration:
    """A curation that holds what it was given."""

    all_examples: Sequence[Example]
    all_pairs: Sequence[Pair] = ()
    stages: Sequence[Stage] = ()

    def examples(self, part: Part) -> Iterator[Example]:
        return (example for example in self.all_examples if example.part is part)

    def pairs(self, part: Part) -> Iterator[Pair]:
        return (pair for pair in self.all_pairs if pair.part is part)


@cache
def airline_tools() -> list[Any]:
    return json.loads((ROOT / "tests" / "data" / "airline_tools.json").read_text(encoding="utf-8"))


@cache
def airline() -> GivenCuration:
    """The 200 conversations, whole, and a preference for each task that was done both well and badly.

    Of every fourth conversation only the last answer is meant to be learnt.
    """
    with gzip.open(ROOT / "examples" / "airline" / "logs.jsonl.gz", "rt", encoding="utf-8") as file:
        logs = [json.loads(line) for line in file]
    examples = [example for number, log in enumerate(logs) if (example := _example(number, log))]
    return GivenCuration(all_examples=examples, all_pairs=[_pair(one) for one in examples[::5]])


def _example(number: int, log: dict[str, Any]) -> Example | None:
    messages = [_message(message) for message in log["messages"]]
    while messages and (messages[-1]["role"] != "assistant" or "tool_calls" in messages[-1]):
        messages.pop()
    answers = tuple(at for at, message in enumerate(messages) if message["role"] == "assistant")
    if not answers:
        return None
    return Example(
        id=log["id"],
        part=Part.VALIDATION if number % 10 == 9 else Part.TRAIN,
        messages=messages,
        targets=answers[-1:] if number % 4 == 3 else answers,
        tools=airline_tools(),
        cluster=log["id"][:7],
        tokens=len(json.dumps(messages)) // 4,
        score=log["reward"],
        time=0.0,
        lineage=LINEAGE,
    )


def _message(message: dict[str, Any]) -> Any:
    return {key: item for key, item in message.items() if key in {"role", "content", "tool_calls", "tool_call_id"}}


def _pair(example: Example) -> Pair:
    """The first answer in words preferred to a shorter one: what matters here is the shape."""
    at = next(at for at in example.targets if "tool_calls" not in example.messages[at])
    answer = example.messages[at]
    return Pair(
        id=example.id,
        part=example.part,
        messages=example.messages[:at],
        tools=[],
        chosen=[answer],
        rejected=[{"role": "assistant", "content": str(answer["content"])[:20] + " ..."}],
        basis="ratings",
        cluster=example.cluster,
        lineage=LINEAGE,
    )


def only(example: Example, *targets: int) -> Example:
    return replace(example, targets=targets)
