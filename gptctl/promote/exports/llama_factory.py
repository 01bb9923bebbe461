"""LLaMA-Factory: one row for each answer that is meant, described in `dataset_info.json`."""

import json
from collections.abc import Mapping, Sequence
from functools import partial

from gptctl.core.value import JSON
from gptctl.promote.example import Example, Pair
from gptctl.promote.exports.base import Export, Format, Rows
from gptctl.promote.exports.turns import MANY_MESSAGES, chat, each_target
from gptctl.promote.rules import columns
from gptctl.promote.rules.base import Rule
from gptctl.promote.rules.rows import entries, field

SOURCE = "LLaMA-Factory, data/README, 0.9.5"
_ROLES = frozenset({"system", "user", "assistant", "tool", "function_call"})
_rule = partial(Rule, source=SOURCE)
_TAGS: dict[str, JSON] = {
    "role_tag": "role",
    "content_tag": "content",
    "user_tag": "user",
    "assistant_tag": "assistant",
    "system_tag": "system",
    "observation_tag": "tool",
    "function_tag": "function_call",
}


def rows(example: Example) -> Rows:
    """Trained with `mask_history: true`, which the description beside the data cannot say: see the file README.txt."""
    for before, answer in each_target(example):
        yield {"messages": _spoken([*before, answer]), "tools": _tools(example.tools)}


def preferences(pair: Pair) -> Rows:
    if len(pair.chosen) != 1 or len(pair.rejected) != 1:
        yield MANY_MESSAGES
        return
    chosen, rejected = (_spoken([chat(side[0])])[0] for side in (pair.chosen, pair.rejected))
    yield {
        "messages": _spoken([chat(message) for message in pair.messages]),
        "chosen": chosen,
        "rejected": rejected,
        "tools": _tools(pair.tools),
    }


def _spoken(messages: Sequence[Mapping[str, JSON]]) -> list[dict[str, JSON]]:
    """A call is a message of its own role there, and its text is the JSON of the calls."""
    return [_call(message) if message.get("tool_calls") else _said(message) for message in messages]


def _said(message: Mapping[str, JSON]) -> dict[str, JSON]:
    return {"role": message["role"], "content": message["content"] or ""}


def _call(message: Mapping[str, JSON]) -> dict[str, JSON]:
    calls = [
        {"name": field(call, "function", "name"), "arguments": _object(field(call, "function", "arguments"))}
        for call in entries(message["tool_calls"])
    ]
    return {"role": "function_call", "content": json.dumps(calls, ensure_ascii=False)}


def _object(arguments: JSON) -> JSON:
    try:
        value: JSON = json.loads(str(arguments))
    except (ValueError, RecursionError):
        return {}
    return value


def _tools(tools: Sequence[JSON]) -> str:
    return json.dumps(list(tools), ensure_ascii=False, sort_keys=True) if tools else ""


def companions(names: Sequence[str]) -> Mapping[str, str]:
    info: dict[str, JSON] = {}
    for name in names:
        columns_: dict[str, JSON] = {"messages": "messages", "tools": "tools"}
        entry: dict[str, JSON] = {"file_name": name, "formatting": "sharegpt", "columns": columns_, "tags": _TAGS}
        if name.startswith("preferences-"):
            entry["ranking"] = True
            columns_ |= {"chosen": "chosen", "rejected": "rejected"}
        info["gptctl_" + name.removesuffix(".jsonl").replace("-", "_")] = entry
    text = json.dumps(info, indent=2, sort_keys=True) + "\n"
    note = "Train with mask_history: true. Each row's last message is the answer to learn; those before are context.\n"
    return {"dataset_info.json": text, "README.txt": note} if info else {}


_ROLES_RULE = _rule(
    id="LLAMAFACTORY-ROW-001",
    says="A row has messages with text.",
    check=columns.messages("messages", roles=_ROLES),
)
LLAMA_FACTORY = Export(
    name="llama-factory",
    title="LLaMA-Factory: chat, and preferences",
    turns="one row for each answer that is meant",
    example=rows,
    examples=Format(rules=(_ROLES_RULE,)),
    pair=preferences,
    pairs=Format(rules=(_ROLES_RULE,)),
    companions=companions,
)
