"""The search, with models that need exactly certain sentences."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from gptctl.core.conversation import Message, Role
from gptctl.errors import Refused
from gptctl.expect.test import AssistantTest
from gptctl.expect.words import Contains
from gptctl.promote.chat import Chat
from gptctl.promote.compare.measures.registry import measures
from gptctl.promote.compare.put import Put, put
from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.compare.turn import Turn
from gptctl.promote.compare.verdict import Rules
from gptctl.promote.setting import Setting
from gptctl.promote.shorten.halves import clusters, halves
from gptctl.promote.shorten.shorten import Shortened, shorten
from gptctl.promote.shorten.trial import Trials
from tests.support.duel import Program, orders, right

TEXT = """\
You are a clerk. Look up every order. Be kind!

# Manners

Say hello. Say goodbye.

- Smile.
- Never shout. Never whisper.

# Orders

Numbers are whole. The tool is look_up.

<!-- keep -->
The law says so.
"""
KEPT = "# Orders\n\n<!-- keep -->\nThe law says so.\n"


def needing(*sentences: str) -> Callable[[Sequence[Chat]], str | Chat]:
    perfect = right(1.0, 1)

    def says(messages: Sequence[Chat]) -> str | Chat:
        system = messages[0]["content"] or ""
        return perfect(messages) if all(one in system for one in sentences) else "I cannot find it."

    return says


def run(
    path: Path,
    says: Callable[[Sequence[Chat]], str | Chat],
    turns: Sequence[Turn] | None = None,
    budget: int = 10_000,
    text: str = TEXT,
    tests: Sequence[Put] = (),
) -> Shortened:
    trials = Trials(
        contestant=Program(name="tuned", says=says),
        full=text,
        measures=measures(None),
        rules=Rules(),
        transcript=Transcript(path / "answers.jsonl"),
        budget=budget,
        on_answer=lambda _asked, _budget: None,
        tests=tests,
    )
    return shorten(text, lambda tried: tried, orders(60) if turns is None else turns, trials)


def test_exactly_what_is_needed_stays(tmp_path: Path) -> None:
    found = run(tmp_path, needing("Look up every order.", "The tool is look_up."))
    assert found.text == "Look up every order.\n\n# Orders\n\nThe tool is look_up.\n\n<!-- keep -->\nThe law says so.\n"
    assert (found.confirmed, found.ended) == (True, True)
    assert found.comparison is not None
    assert found.comparison.turns == 30


def test_what_a_test_needs_stays_though_no_row_needs_it(tmp_path: Path) -> None:
    question = (Message(role=Role.USER, text="Who are you?"),)
    polite = AssistantTest(name="polite", messages=question, expectations=(Contains(texts=("hello",)),))
    on_orders = needing("Look up every order.")

    def says(messages: Sequence[Chat]) -> str | Chat:
        if messages[-1]["content"] == "Who are you?":
            return "Hello, a clerk." if "Say hello." in (messages[0]["content"] or "") else "A clerk."
        return on_orders(messages)

    found = run(tmp_path, says, tests=put([polite], Setting(instructions=TEXT)))
    assert (
        found.text == "Look up every order.\n\n# Manners\n\nSay hello.\n\n# Orders\n\n<!-- keep -->\nThe law says so.\n"
    )
    assert found.confirmed
    assert found.comparison is not None
    assert found.comparison.outcomes[0].passes.challenger == 1


def test_who_needs_nothing_keeps_what_is_marked_alone(tmp_path: Path) -> None:
    found = run(tmp_path, needing())
    assert (found.text, found.tries, found.confirmed) == (KEPT, 1, True)


def test_who_needs_everything_keeps_everything(tmp_path: Path) -> None:
    found = run(tmp_path, needing(TEXT))
    assert (found.text, found.dropped, found.comparison, found.confirmed) == (TEXT, (), None, False)


def test_who_answers_at_random_gives_no_proof_and_nothing_is_proposed(tmp_path: Path) -> None:
    """Whether anything went in the search or not."""
    found = run(tmp_path, right(0.6, 3))
    assert not found.confirmed


def test_the_luck_of_the_search_is_not_believed(tmp_path: Path) -> None:
    """A sentence that only matters for turns which the search did not see."""
    turns = orders(60)
    unseen = {int((turn.messages[-1]["content"] or "").split()[-1].strip("?")) for turn in halves(turns).confirm}
    perfect = right(1.0, 1)

    def says(messages: Sequence[Chat]) -> str | Chat:
        number = int((messages[-1]["content"] or "").split()[-1].strip("?"))
        lost = number in unseen and "Numbers are whole." not in (messages[0]["content"] or "")
        return "I cannot find it." if lost else perfect(messages)

    found = run(tmp_path, says)
    assert found.text == KEPT
    assert not found.confirmed


def test_little_harm_is_no_harm_and_much_is(tmp_path: Path) -> None:
    """One answer in forty may be lost; one in five may not."""

    def losing(share: int) -> Callable[[Sequence[Chat]], str | Chat]:
        perfect = right(1.0, 1)

        def says(messages: Sequence[Chat]) -> str | Chat:
            number = int((messages[-1]["content"] or "").split()[-1].strip("?"))
            bare = "Be kind!" not in (messages[0]["content"] or "")
            return "I cannot find it." if bare and number % share == 0 else perfect(messages)

        return says

    turns = orders(160)
    assert run(tmp_path / "little", losing(40), turns).text == KEPT
    assert "Be kind!" in run(tmp_path / "much", losing(5), turns).text


def test_a_budget_ends_the_search_and_what_it_found_is_confirmed(tmp_path: Path) -> None:
    found = run(tmp_path, needing("Look up every order.", "The tool is look_up."), budget=200)
    assert found.answers <= 200
    assert (found.ended, found.confirmed) == (False, True)
    assert found.dropped != ()
    assert run(tmp_path, needing(), budget=10).dropped == ()


def test_a_second_run_asks_nobody_and_finds_the_same(tmp_path: Path) -> None:
    first = run(tmp_path, needing("Say hello."))

    def never(_messages: Sequence[Chat]) -> str:
        raise AssertionError

    again = run(tmp_path, never)
    assert (again.text, again.answers) == (first.text, first.answers)


def test_too_little_held_out_is_refused_before_anybody_is_asked(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="too little is held out") as raised:
        run(tmp_path, needing(), orders(43))
    assert "21 clusters" in raised.value.reasons[0]
    assert not (tmp_path / "answers.jsonl").exists()
    assert run(tmp_path, needing(), orders(44)).confirmed


def test_an_empty_prompt_is_not_proposed(tmp_path: Path) -> None:
    found = run(tmp_path, needing(), text="Be kind. Be brief.\n")
    assert found.text.strip() in {"Be kind.", "Be brief."}


def test_halves_share_no_cluster_and_do_not_depend_on_the_order() -> None:
    turns = [one for one in orders(31) for _ in range(2)]
    random.Random(1).shuffle(turns)
    split, again = halves(turns), halves(sorted(turns, key=lambda turn: turn.id))
    assert not {turn.cluster for turn in split.search} & {turn.cluster for turn in split.confirm}
    assert (clusters(split.search), clusters(split.confirm)) == (16, 15)
    assert {turn.id for turn in split.search} == {turn.id for turn in again.search}


@pytest.mark.slow
def test_a_sentence_that_one_answer_in_five_needs_is_hardly_ever_left_out(tmp_path: Path) -> None:
    """Over models that are wrong in one of ten cases anyway, by chance."""

    def says(seed: int) -> Callable[[Sequence[Chat]], str | Chat]:
        well, worse = right(0.9, seed), right(0.7, -seed)
        return lambda messages: (well if "Be kind!" in (messages[0]["content"] or "") else worse)(messages)

    lost = 0
    for seed in range(1, 21):
        found = run(tmp_path / str(seed), says(seed), orders(120))
        lost += found.confirmed and "Be kind!" not in found.text
    assert lost <= 1
