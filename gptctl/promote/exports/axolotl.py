"""Axolotl: each message says whether it is learnt, and a piece of its configuration lies beside the data."""

from collections.abc import Mapping, Sequence
from functools import partial

from gptctl.promote.example import Example, Pair
from gptctl.promote.exports.base import Export, Format, Rows
from gptctl.promote.exports.turns import MANY_MESSAGES, chat, with_tools
from gptctl.promote.rules import columns
from gptctl.promote.rules.base import Rule

SOURCE = "Axolotl, dataset formats, 0.19"
_rule = partial(Rule, source=SOURCE)
_EXAMPLES = """\
datasets:
  - path: train.jsonl
    ds_type: json
    type: chat_template
    field_messages: messages
    field_tools: tools
    message_field_training: train
"""
_VALIDATION = """\
test_datasets:
  - path: validation.jsonl
    ds_type: json
    split: train
    type: chat_template
    field_messages: messages
    field_tools: tools
    message_field_training: train
"""
_PAIRS = """\
rl: dpo
datasets:
  - path: preferences-train.jsonl
    ds_type: json
    split: train
    type: chat_template.default
    field_messages: messages
    field_chosen: chosen
    field_rejected: rejected
"""


def rows(example: Example) -> Rows:
    messages = [
        {**chat(message), "content": message["content"] or "", "train": index in example.targets}
        for index, message in enumerate(example.messages)
    ]
    yield with_tools({"messages": messages}, example.tools)


def preferences(pair: Pair) -> Rows:
    if len(pair.chosen) != 1 or len(pair.rejected) != 1:
        yield MANY_MESSAGES
        return
    sides = {"chosen": pair.chosen[0], "rejected": pair.rejected[0]}
    yield {
        "messages": [{**chat(message), "content": message["content"] or ""} for message in pair.messages],
        **{side: {"role": "assistant", "content": message["content"] or ""} for side, message in sides.items()},
    }


def companions(names: Sequence[str]) -> Mapping[str, str]:
    made = {}
    if "train.jsonl" in names:
        made["axolotl.yaml"] = _EXAMPLES + (_VALIDATION if "validation.jsonl" in names else "")
    if "preferences-train.jsonl" in names:
        made["axolotl-dpo.yaml"] = _PAIRS
    return made


AXOLOTL = Export(
    name="axolotl",
    title="Axolotl: chat template, and DPO",
    turns="answers that are not meant have `train: false`",
    example=rows,
    examples=Format(
        rules=(
            _rule(id="AXOLOTL-ROW-001", says="A row has messages with text.", check=columns.messages("messages")),
            _rule(
                id="AXOLOTL-ROW-002",
                says="Each message says whether it is learnt, answers alone.",
                check=columns.trained("train"),
            ),
        )
    ),
    pair=preferences,
    pairs=Format(
        rules=(
            _rule(id="AXOLOTL-PAIR-001", says="A row has messages with text.", check=columns.messages("messages")),
            _rule(
                id="AXOLOTL-PAIR-002",
                says="The two answers are one message each.",
                check=columns.one_message("chosen", "rejected"),
            ),
        )
    ),
    companions=companions,
)
