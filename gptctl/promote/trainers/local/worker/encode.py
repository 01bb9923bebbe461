"""Lessons as numbers: the ids of the tokens, and the same as labels where they are learnt."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gptctl.promote.example import Example
from gptctl.promote.trainers.local.worker.template import ChatTemplate, Lesson, Untaught, lessons

IGNORED = -100
"""The label of a token that carries no loss, as torch has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Rows as the trainer takes them, and how many examples were left out, by reason."""

    rows: Sequence[dict[str, list[int]]]
    left: Counter[str]


def encode(tokenizer: Any, examples: Iterable[Example], longest: int) -> Encoded:
    """`tokenizer` is a fast one of transformers; an example with a row longer than `longest` tokens is left out."""
    rows: list[dict[str, list[int]]] = []
    left = Counter[str]()
    for example in examples:
        try:
            rows.extend(_rows(tokenizer, example, longest))
        except Untaught as error:
            left[str(error)] += 1
    return Encoded(rows=rows, left=left)


def _rows(tokenizer: Any, example: Example, longest: int) -> Sequence[dict[str, list[int]]]:
    template = ChatTemplate(tokenizer=tokenizer, tools=example.tools)
    rows = [_row(tokenizer, lesson) for lesson in lessons(template, example.messages, example.targets)]
    if any(len(row["input_ids"]) > longest for row in rows):
        raise Untaught("too-long")
    return rows


def _row(tokenizer: Any, lesson: Lesson) -> dict[str, list[int]]:
    found = tokenizer(lesson.text, add_special_tokens=False, return_offsets_mapping=True)
    ids: list[int] = found["input_ids"]
    labels = [IGNORED] * len(ids)
    for start, end in lesson.spans:
        inside = [at for at, (first, last) in enumerate(found["offset_mapping"]) if start <= first < last <= end]
        for at in _to_the_end(inside, ids, tokenizer.eos_token_id):
            labels[at] = ids[at]
    return {"input_ids": ids, "labels": labels}


def _to_the_end(inside: Sequence[int], ids: Sequence[int], end: int | None) -> Iterator[int]:
    """Without what a template puts after the token that ends an answer: the model is stopped there."""
    last = max((at for at in inside if ids[at] == end), default=None)
    return (at for at in inside if last is None or at <= last)
