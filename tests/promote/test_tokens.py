"""Counts that are pinned: a new version of the tokenizer must not change them unseen."""

import pytest

from gptctl.promote.row import Row
from gptctl.promote.tokens.pieces import counted, overhead
from gptctl.promote.tokens.vocabulary import count, of_model

TEXT = "The flight HAT042 costs $1,234.50 — naïve café 東京 🙂\n\treturn {'a': [1, 2]}"


@pytest.mark.parametrize(
    ("vocabulary", "tokens"),
    [
        ("o200k_base", 28),
        ("cl100k_base", 31),
        ("llama3", 29),
        ("qwen3", 36),
        ("mistral_v3", 35),
        ("deepseek_v3", 29),
        ("gemma3", 33),
    ],
)
def test_counts_are_those_of_the_vocabulary(vocabulary: str, tokens: int) -> None:
    assert count([TEXT], vocabulary) == [tokens]


@pytest.mark.parametrize("vocabulary", ["o200k_base", "llama3", "qwen3", "mistral_v3"])
def test_what_looks_like_a_control_token_is_mere_text(vocabulary: str) -> None:
    marks = ["<|endoftext|>", "<|im_start|>system", "[INST]", "<think>", "</s>"]
    for counts in (count(marks, vocabulary), count([*marks, "x"], vocabulary)[:-1]):
        assert min(counts) > 1


def test_texts_beside_one_with_marks_are_counted_as_without_it() -> None:
    assert count(["one two", "a <b> c", "three"], "o200k_base") == [2, 5, 1]
    assert count(["half \ud800 sign"], "o200k_base")[0] > 2


@pytest.mark.parametrize(
    ("model", "vocabulary", "exact"),
    [
        ("gpt-4.1-mini-2025-04-14", "o200k_base", True),
        ("gpt-4-0613", "cl100k_base", True),
        ("openai/gpt-oss-20b", "gpt_oss", True),
        ("meta-llama/Meta-Llama-3.1-8B-Instruct-Reference", "llama3", True),
        ("Qwen/Qwen3-8B", "qwen3", True),
        ("gemini-2.5-flash", "gemma3", False),
        ("somebody/something", "o200k_base", False),
        ("", "o200k_base", False),
    ],
)
def test_the_vocabulary_of_a_model_is_known_by_its_name(model: str, vocabulary: str, exact: object) -> None:
    named = of_model(model)
    assert (named.vocabulary, named.exact) == (vocabulary, exact)


def test_a_row_is_counted_as_a_chat() -> None:
    call = {"id": "1", "type": "function", "function": {"name": "look", "arguments": '{"a": 1}'}}
    row = Row(
        id="1",
        time=0.0,
        messages=(
            {"role": "user", "content": "one two"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "content": "three", "tool_call_id": "1"},
            {"role": "assistant", "content": "four"},
        ),
        targets=(3,),
        text="",
    )
    found = counted([row, row], "o200k_base")
    spoken = sum(count(["one two", "look", '{"a": 1}', "three", "four"], "o200k_base"))
    assert found.tokens.tolist() == [spoken + 3 * 4 + 3] * 2
    assert found.contexts.tolist() == [spoken - 1] * 2
    assert overhead("one two", ({"a": 1},), "o200k_base") == 2 + 3 + count(['{"a":1}'], "o200k_base")[0]
