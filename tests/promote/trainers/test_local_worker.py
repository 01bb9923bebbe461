"""Which tokens are learnt: looked at one by one, with a real tokenizer and templates of several makes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from gptctl.promote.chat import Chat
from gptctl.promote.example import Example
from gptctl.promote.trainers.local.worker.template import Lesson, Untaught, lessons, plain
from tests.support.jobs import answered
from tests.support.tiny_model import CHATML, make_tokenizer

TALK: Sequence[Chat] = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Hi."},
    {"role": "assistant", "content": "First answer."},
    {"role": "user", "content": "And?"},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "1", "type": "function", "function": {"name": "look", "arguments": '{"at": "ü"}'}}],
    },
    {"role": "tool", "content": "found", "tool_call_id": "1"},
    {"role": "assistant", "content": "Second Übung 🚆 answer."},
    {"role": "user", "content": "Bye."},
]

THINKING = CHATML.replace(
    "{% if message.content %}",
    "{% if message.role == 'assistant' and loop.last %}<think></think>{% endif %}{% if message.content %}",
)
"""As some models have it: the last answer is shown otherwise than the ones before it."""


class Plain:
    """A template without a library."""

    def whole(self, messages: Sequence[Chat]) -> str:
        return "".join(f"[{message['role']}]{message['content']}." for message in messages)

    def asked(self, messages: Sequence[Chat]) -> str:
        return self.whole(messages) + "[assistant]"


class Forgetful(Plain):
    """Shows only the last message: no answer begins where the prompt ended."""

    def whole(self, messages: Sequence[Chat]) -> str:
        return super().whole(messages[-1:])


def example(*targets: int) -> Example:
    return replace(answered(1, ""), messages=TALK, targets=targets)


def test_a_lesson_marks_the_answers_meant_and_no_others() -> None:
    (lesson,) = lessons(Plain(), TALK[:7], [2, 6])
    assert taught(lesson) == ["First answer..", "Second Übung 🚆 answer.."]
    (last,) = lessons(Plain(), TALK, [6])
    assert taught(last) == ["Second Übung 🚆 answer.."]
    assert "Bye" not in last.text


@pytest.mark.parametrize("targets", [[], [2]])
def test_what_cannot_be_shown_is_not_taught(targets: list[int]) -> None:
    with pytest.raises(Untaught):
        lessons(Forgetful(), TALK, targets)


def test_a_call_that_the_template_drops_is_not_taught() -> None:
    with pytest.raises(Untaught):
        lessons(Plain(), TALK, [4])


def test_arguments_are_objects_and_contents_texts() -> None:
    made = plain(TALK[4])
    assert made["content"] == ""
    assert made["tool_calls"][0]["function"]["arguments"] == {"at": "ü"}


@pytest.mark.parametrize("arguments", ["{", "[" * 100_000])
def test_arguments_that_are_no_json_stay_as_they_are(arguments: str) -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "look", "arguments": arguments}}
    made = plain({"role": "assistant", "content": None, "tool_calls": [call]})
    assert made["tool_calls"][0]["function"]["arguments"] == arguments


@pytest.mark.train
@pytest.mark.parametrize(
    ("targets", "learnt"),
    [
        ((2,), ["First answer.<|im_end|>"]),
        ((4,), ['<call>look {"at": "ü"}</call><|im_end|>']),
        ((2, 6), ["First answer.<|im_end|>", "Second Übung 🚆 answer.<|im_end|>"]),
        (
            (2, 4, 6),
            [
                "First answer.<|im_end|>",
                '<call>look {"at": "ü"}</call><|im_end|>',
                "Second Übung 🚆 answer.<|im_end|>",
            ],
        ),
    ],
)
def test_the_labels_are_the_tokens_of_the_targets(
    tokenizer_of: Callable[[str], Any], targets: tuple[int, ...], learnt: list[str]
) -> None:
    from gptctl.promote.trainers.local.worker.encode import encode

    tokenizer = tokenizer_of(CHATML)
    encoded = encode(tokenizer, [example(*targets)], 4096)
    (row,) = encoded.rows
    assert stretches(tokenizer, row) == learnt
    assert tokenizer.decode(row["input_ids"]) == tokenizer.apply_chat_template(
        [plain(message) for message in TALK[: targets[-1] + 1]], tokenize=False
    )
    assert all(label in (-100, id_) for label, id_ in zip(row["labels"], row["input_ids"], strict=True))


@pytest.mark.train
def test_a_template_that_changes_earlier_answers_gives_a_row_for_each(tokenizer_of: Callable[[str], Any]) -> None:
    from gptctl.promote.trainers.local.worker.encode import encode

    tokenizer = tokenizer_of(THINKING)
    encoded = encode(tokenizer, [example(2, 6)], 4096)
    assert [stretches(tokenizer, row) for row in encoded.rows] == [
        ["<think></think>First answer.<|im_end|>"],
        ["<think></think>Second Übung 🚆 answer.<|im_end|>"],
    ]


@pytest.mark.train
def test_a_long_example_is_left_out_whole(tokenizer_of: Callable[[str], Any]) -> None:
    from gptctl.promote.trainers.local.worker.encode import encode

    encoded = encode(tokenizer_of(CHATML), [example(2), example(6)], 40)
    assert (len(encoded.rows), dict(encoded.left)) == (1, {"too-long": 1})


@pytest.fixture
def tokenizer_of(tmp_path: Path) -> Callable[[str], Any]:
    def make(template: str) -> Any:
        from transformers import AutoTokenizer

        make_tokenizer(tmp_path, [str(message["content"]) for message in TALK] * 3, template)
        return AutoTokenizer.from_pretrained(tmp_path)

    return make


def taught(lesson: Lesson) -> list[str]:
    return [lesson.text[start:end] for start, end in lesson.spans]


def stretches(tokenizer: Any, row: dict[str, list[int]]) -> list[str]:
    """The texts of the labels, each unbroken stretch of them."""
    found: list[list[int]] = [[]]
    for label in row["labels"]:
        if label == -100:
            found.append([])
        else:
            found[-1].append(label)
    return [tokenizer.decode(ids) for ids in found if ids]


CODE = """\
from pathlib import Path

Path(__file__).with_name("was-run").touch()
"""
NAMED = '{"model_type": "evil", "auto_map": {"AutoConfig": "evil.C", "AutoModelForCausalLM": "evil.M"}}'
TOKENS = '{"auto_map": {"AutoTokenizer": ["evil.T", null]}, "tokenizer_class": "T", "chat_template": "x"}'


@pytest.mark.train
def test_code_that_comes_with_a_model_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = pytest.importorskip("gptctl.promote.trainers.local.worker.base")
    for name, text in {"evil.py": CODE, "config.json": NAMED, "tokenizer_config.json": TOKENS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("HF_MODULES_CACHE", str(tmp_path / "modules"))
    monkeypatch.setattr("sys.stdin", StringIO("y\n"))  # whoever is asked agrees
    with pytest.raises(ValueError, match="contains custom code"):
        base.load(tmp_path)
    assert list(tmp_path.rglob("was-run")) == []
