"""The assistant's tests in a comparison: paired, and stronger than any average."""

from collections.abc import Sequence
from pathlib import Path

from gptctl.core.conversation import Message, Role
from gptctl.expect.base import Expectation
from gptctl.expect.calls import Calls, Wanted
from gptctl.expect.cites import Cites
from gptctl.expect.test import AssistantTest
from gptctl.expect.words import Contains, Excludes
from gptctl.promote.chat import Chat
from gptctl.promote.compare.comparison import Comparison, compare
from gptctl.promote.compare.interview import interview
from gptctl.promote.compare.measures.registry import measures
from gptctl.promote.compare.put import Put, put
from gptctl.promote.compare.report import report, summary
from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.compare.verdict import Rules, Verdict
from gptctl.promote.compare.with_tests import with_tests
from gptctl.promote.report import html, markdown
from gptctl.promote.setting import Setting
from tests.support.duel import Program, calls, orders, reply, right

FUNCTION = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object"}}}
SETTING = Setting(instructions="Be kind.", tools=(FUNCTION,))
SECRET = "a word of the model"
ORDERS = 40


def asking(name: str, *expectations: Expectation, said: Sequence[Message] = ()) -> AssistantTest:
    question = Message(role=Role.USER, text=f"{name}?")
    return AssistantTest(name=name, messages=(*said, question), expectations=expectations)


POLITE, TRUE = asking("polite", Contains(texts=("please",))), asking("true", Excludes(texts=("never",)))


def answers(seed: int, *, orders_right: float, **told: str) -> Program:
    """Looks orders up, and says this to each test."""
    on_orders = right(orders_right, seed)

    def says(messages: Sequence[Chat]) -> str | Chat:
        asked = str(messages[-1]["content"])
        return told.get(asked.removesuffix("?"), SECRET) if asked[:-1] in told else on_orders(messages)

    return Program(name=f"m{seed}", says=says)


def compared(folder: Path, tests: Sequence[Put], *field: Program) -> Comparison:
    turns = orders(ORDERS)
    replies = interview((*turns, *tests), field, Transcript(folder / "answers.jsonl"), lambda _done, _of: None)
    found = compare(turns, field[0].name, replies, measures(None), Rules())
    return with_tests(found, tests, replies)


def test_a_lost_test_is_worse_however_much_better_the_rows_are(tmp_path: Path) -> None:
    base = answers(1, orders_right=0.2, polite="Yes, please.", true="Now and then")
    better = answers(2, orders_right=1.0, polite="Yes.", true="Now and then")
    found = compared(tmp_path, put([POLITE, TRUE], SETTING), base, better)
    (outcome,) = found.outcomes
    assert outcome.decision.verdict is Verdict.WORSE
    assert outcome.decision.reasons[0] == "It fails 1 test that the base passes: polite."
    assert (outcome.passes.base, outcome.passes.challenger, outcome.passes.lost) == (2, 1, ["polite"])
    (without,) = compared(tmp_path, (), base, better).outcomes
    assert without.decision.verdict is Verdict.BETTER
    assert found.turns == ORDERS


def test_a_test_that_both_fail_or_that_is_won_stands_in_the_way_of_nothing(tmp_path: Path) -> None:
    base = answers(1, orders_right=0.2, polite="Yes.", true="never")
    better = answers(2, orders_right=1.0, polite="Yes.", true="always")
    (outcome,) = compared(tmp_path, put([POLITE, TRUE], SETTING), base, better).outcomes
    assert outcome.decision.verdict is Verdict.BETTER
    assert outcome.decision.reasons[-1] == "Of 2 tests it passes 1, the base 0."
    assert outcome.passes.gained == ["true"]


def test_a_model_with_itself_cannot_be_told_by_tests_either(tmp_path: Path) -> None:
    base = answers(1, orders_right=0.5, polite="please", true="never")
    twin = answers(1, orders_right=0.5, polite="please", true="never")
    twin.name = "twin"
    (outcome,) = compared(tmp_path, put([POLITE, TRUE], SETTING), base, twin).outcomes
    assert outcome.decision.verdict is Verdict.CANNOT_TELL
    assert outcome.decision.reasons[-1] == "Of 2 tests it passes 1, the base 1."


def test_a_test_is_asked_under_the_instructions_and_with_the_tools() -> None:
    before = (Message(role=Role.USER, text="Hello"), Message(role=Role.ASSISTANT, text="Hi"))
    (one,) = put([asking("order", Contains(texts=("x",)), said=before)], SETTING)
    assert [(message["role"], message["content"]) for message in one.messages] == [
        *(("system", "Be kind."), ("user", "Hello"), ("assistant", "Hi"), ("user", "order?")),
    ]
    assert list(one.tools) == [FUNCTION]


def test_what_needs_knowledge_is_left_out() -> None:
    assert [one.test.name for one in put([POLITE, asking("cited", Cites(files=("a.md",)))], SETTING)] == ["polite"]


def test_calls_count_and_a_refusal_passes_nothing() -> None:
    wanted = Calls(wanted=(Wanted(tool="look_up", arguments={"order": 7}),))
    (one,) = put([asking("order", wanted, Excludes(texts=("never",)))], SETTING)
    assert not any(judged.faults for judged in one.judge(reply(calls(("look_up", '{"order": 7}')))))
    assert [judged.expects for judged in one.judge(reply("7")) if judged.faults] == ["calls"]
    (refused,) = one.judge(reply("", rejected="not allowed here"))
    assert (refused.faults[0].says, refused.faults[0].part) == ("It was refused.", "not allowed here")


def test_the_page_has_who_passes_what_and_git_no_word_of_a_model(tmp_path: Path) -> None:
    base = answers(1, orders_right=0.5, polite="please", true="always")
    other = answers(2, orders_right=0.5, polite=SECRET, true="always")
    found = compared(tmp_path, put([POLITE, TRUE], SETTING), base, other)
    for render in (html.render, markdown.render):
        page, kept = render(report("support", found)), render(summary("support", found))
        assert "Tests that m2 fails" in page
        assert SECRET in page
        assert "polite" in kept
        assert "failed" in kept
        assert SECRET not in kept


def test_a_page_without_tests_says_nothing_of_them(tmp_path: Path) -> None:
    found = compared(tmp_path, (), answers(1, orders_right=0.5), answers(2, orders_right=0.5))
    assert "Tests" not in [section.title for section in report("support", found).sections]
