"""The chat templates that come with TRL, over rows for it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rowfile import rows

EXACT = {"qwen2_5": "<|im_end|>", "llama3_1": "<|eot_id|>"}
"""Templates after which an answer in words is its text and this end."""

TEMPLATES = (*EXACT, "glm4moe", "qwen3_5_nothink")
"""None marks what the model generates: the loss is on the completion, which is a column of its own."""


def templates(path: str) -> Iterator[str]:
    """What TRL makes of each row with the chat templates that come with it, as text and as tokens."""
    import trl

    tokenizer = of_bytes()
    for name in TEMPLATES:
        template = Path(trl.__file__).parent / "chat_templates" / f"{name}.jinja"
        tokenizer.chat_template = template.read_text(encoding="utf-8")
        if "generation %}" in tokenizer.chat_template:
            yield f"{name} marks what is generated"
        for number, row in enumerate(rows(path), start=1):
            for side in {"completion", "chosen", "rejected"} & row.keys():
                yield from (f"{number} {name}: {problem}" for problem in rendered(tokenizer, name, row, side))


def of_bytes() -> Any:
    """A tokenizer whose tokens are bytes: all texts come out as they went in."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = Tokenizer(models.BPE(vocab={letter: at for at, letter in enumerate(letters)}, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    made.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(tokenizer_object=made)


def rendered(tokenizer: Any, name: str, row: Any, side: str) -> Iterator[str]:
    from trl.data_utils import apply_chat_template, common_prefix_length

    tools, (answer,) = row.get("tools"), row[side]
    try:
        text = apply_chat_template(row, tokenizer, tools=tools)[side]
        asked = tokenizer.apply_chat_template(row["prompt"], tools=tools, add_generation_prompt=True)["input_ids"]
        whole = tokenizer.apply_chat_template([*row["prompt"], answer], tools=tools)["input_ids"]
    except Exception as error:  # noqa: BLE001 -- a template stops with whatever it likes
        yield f"{type(error).__name__} {error}"
        return
    if common_prefix_length(asked, whole) < len(asked):
        yield "the prompt is another one when its answer follows"
    if tokenizer.decode(whole[len(asked) :]) != text:
        yield "its tokens are not its text"
    yield from unsaid(name, answer, text)


def unsaid(name: str, answer: Any, text: str) -> Iterator[str]:
    """What the answer says and the text does not."""
    calls, words = [one["function"] for one in answer.get("tool_calls", ())], answer["content"].strip()
    if not calls and words not in text:
        yield f"does not say {words[:80]!r}"
    if not calls and name in EXACT and text.rstrip() != words + EXACT[name]:
        yield f"is not the answer and its end: {text[-80:]!r}"
    if any(call["name"] not in text for call in calls):
        yield "does not call what the answer calls"
    if name == "qwen2_5":
        found = [json.loads(call) for call in re.findall(r"<tool_call>(.*?)</tool_call>", text, re.DOTALL)]
        if found != [{"name": call["name"], "arguments": call["arguments"]} for call in calls]:
            yield f"calls {found}"
