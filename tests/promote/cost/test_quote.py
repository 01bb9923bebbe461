from datetime import date

import pytest

from gptctl.promote.cost.lengths import Lengths, lengths
from gptctl.promote.cost.quote import Current, Job, a_month, quote
from gptctl.promote.cost.table import load
from gptctl.promote.dataset.rows import parted
from gptctl.promote.example import Part
from gptctl.promote.tokens.pieces import overhead
from gptctl.promote.tokens.vocabulary import count
from tests.support.examples import airline

TODAY = date(2026, 11, 21)
EXAMPLES = list(airline().examples(Part.TRAIN))[:20]
CURRENT = Current(provider="openai", model="gpt-4o", months={"2026-09": 1000, "2026-11": 500, "": 7})


def test_a_row_is_as_long_as_its_texts_and_three_tokens_around_each_message() -> None:
    example = EXAMPLES[0]
    prompt, said = parted(example.messages, example.tools)
    system = str(prompt.system[0]["content"]) if prompt.system else ""
    texts = [message["content"] or "" for message in said]
    calls = [call["function"] for message in said for call in message.get("tool_calls", ())]
    texts += [text for call in calls for text in (call["name"], call["arguments"])]
    expected = sum(count(texts, "o200k_base")) + 3 * len(said) + 3 + overhead(system, example.tools, "o200k_base")
    assert lengths([example], "o200k_base").tokens == expected


def test_every_answer_was_a_call_that_read_all_before_it() -> None:
    found = lengths(EXAMPLES, "o200k_base")
    answers = sum(message["role"] == "assistant" for example in EXAMPLES for message in example.messages)
    assert (found.rows, found.calls) == (20, answers)
    assert found.input_tokens > 3 * found.tokens > 3 * found.output_tokens
    assert lengths(EXAMPLES[:7], "o200k_base") + lengths(EXAMPLES[7:], "o200k_base") == found


def job(to: str) -> Job:
    train = Lengths(rows=100, tokens=500_000, calls=500, input_tokens=1_000_000, output_tokens=50_000)
    return Job(to=to, train=train, validation=Lengths(tokens=100_000))


def test_training_is_paid_by_its_price_and_pays_back_by_the_volume_of_the_log() -> None:
    found = quote(job("openai:gpt-4.1-mini"), CURRENT, load(), TODAY)
    assert found.training is not None
    assert (found.training.tokens, found.training.dollars) == (1_800_000, 9.0)
    assert (found.payback.month, found.payback.before, found.payback.after) == (1, 15.0, pytest.approx(4.8))


@pytest.mark.parametrize(
    ("to", "months", "said"),
    [
        ("nobody:nothing", {"2026-10": 5}, "the price of training is not known"),
        ("openai:gpt-4.1-mini", {"": 200}, "the log does not say when"),
        ("together:qwen/qwen3-8b", {"2026-10": 5}, "no price for the tuned model"),
    ],
)
def test_what_is_not_known_is_said(to: str, months: dict[str, int], said: str) -> None:
    found = quote(job(to), Current(provider="openai", model="gpt-4o", months=months), load(), TODAY)
    assert found.payback.month is None
    assert said in found.payback.reason


def test_a_month_without_conversations_counts_too() -> None:
    assert a_month({"2026-09": 1000, "2026-11": 500}) == 500.0
    assert a_month({"2025-12": 10, "2026-01": 20}) == 15.0
    assert a_month({"": 3}) is None
