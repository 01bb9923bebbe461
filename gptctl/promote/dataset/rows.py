"""Examples and pairs as lines of JSON. What rows share, instructions and tools, is stored once, by digest."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from gptctl.core.value import JSON, canonical, fingerprint
from gptctl.promote.chat import Chat
from gptctl.promote.example import Example, Pair, Part
from gptctl.promote.row import Lineage
from gptctl.promote.setting import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The system messages and the tools that a row runs under."""

    system: Sequence[Chat]
    tools: Sequence[JSON]

    def to_json(self) -> dict[str, Any]:
        return {"system": list(self.system), "tools": list(self.tools)}

    @property
    def digest(self) -> str:
        return fingerprint(self.to_json())[:16]


Prompts = Mapping[str, Prompt]


def under(setting: Setting) -> Prompt:
    """The prompt of every row that is rendered under it."""
    system: list[Chat] = [{"role": "system", "content": setting.instructions}] if setting.instructions else []
    return Prompt(system=system, tools=setting.tools)


def parted(messages: Sequence[Chat], tools: Sequence[JSON]) -> tuple[Prompt, Sequence[Chat]]:
    """The prompt that messages begin with, and what was said under it."""
    begins = next((at for at, message in enumerate(messages) if message["role"] != "system"), len(messages))
    return Prompt(system=messages[:begins], tools=tools), messages[begins:]


def dump_example(example: Example, prompt: str, said: Sequence[Chat]) -> str:
    """`prompt` is the digest of what the messages begin with, `said` the rest of them."""
    before = len(example.messages) - len(said)
    return canonical(
        {
            "id": example.id,
            "prompt": prompt,
            "messages": _chats(said),
            "targets": [target - before for target in example.targets],
            "cluster": example.cluster,
            "tokens": example.tokens,
            "score": example.score,
            "time": example.time,
            "lineage": asdict(example.lineage),
        }
    )


def load_example(line: str, part: Part, prompts: Prompts) -> Example:
    """Raises ValueError, KeyError or TypeError when the line is not what `dump_example` writes."""
    row = json.loads(line)
    prompt = prompts[row["prompt"]]
    before = len(prompt.system)
    return Example(
        id=row["id"],
        part=part,
        messages=[*prompt.system, *row["messages"]],
        targets=tuple(target + before for target in row["targets"]),
        tools=prompt.tools,
        cluster=row["cluster"],
        tokens=row["tokens"],
        score=row["score"],
        time=row["time"],
        lineage=Lineage(**row["lineage"]),
    )


def dump_pair(pair: Pair, prompt: str, said: Sequence[Chat]) -> str:
    return canonical(
        {
            "id": pair.id,
            "prompt": prompt,
            "messages": _chats(said),
            "chosen": _chats(pair.chosen),
            "rejected": _chats(pair.rejected),
            "basis": pair.basis,
            "cluster": pair.cluster,
            "lineage": asdict(pair.lineage),
        }
    )


def load_pair(line: str, part: Part, prompts: Prompts) -> Pair:
    """Raises ValueError, KeyError or TypeError when the line is not what `dump_pair` writes."""
    row = json.loads(line)
    prompt = prompts[row["prompt"]]
    return Pair(
        id=row["id"],
        part=part,
        messages=[*prompt.system, *row["messages"]],
        tools=prompt.tools,
        chosen=row["chosen"],
        rejected=row["rejected"],
        basis=row["basis"],
        cluster=row["cluster"],
        lineage=Lineage(**row["lineage"]),
    )


def _chats(messages: Sequence[Chat]) -> JSON:
    # A TypedDict is a mapping of JSON, which the type checker cannot see.
    return cast("JSON", list(messages))
