"""Which conversations are looked at, and what of them is to be learnt."""

from datetime import date
from typing import Any

import pytest

from gptctl.promote.candidate import Candidate, Standing
from gptctl.promote.recipe import Select
from gptctl.promote.row import Drop, Lineage
from gptctl.promote.select import selection
from tests.support.portions import batch, rating

DAY = 86_400.0
ASK = {"role": "user", "content": "Where is it?"}
SAY = {"role": "assistant", "content": "On its way."}
LINE: dict[str, Any] = {"id": "1", "time": 0.0, "messages": [ASK, SAY, ASK, SAY, ASK]}


def judged(select: Select = Select(), **fields: Any) -> Candidate | Drop:  # noqa: B008 -- it cannot be changed
    (verdict,) = selection(select).judge(batch([LINE | fields]))
    return verdict


def kept(**fields: Any) -> Candidate:
    verdict = judged(**fields)
    assert isinstance(verdict, Candidate)
    return verdict


def reason(select: Select, **fields: Any) -> str:
    verdict = judged(select, **fields)
    return verdict.reason if isinstance(verdict, Drop) else ""


def test_days_are_whole_days_and_both_ends_belong_to_them() -> None:
    select = Select(since=date(1970, 1, 2), until=date(1970, 1, 3))
    times = [DAY - 1, DAY, 3 * DAY - 1, 3 * DAY]
    assert [reason(select, time=time) for time in times] == ["outside the days", "", "", "outside the days"]


@pytest.mark.parametrize("select", [Select(since=date(1970, 1, 2)), Select(until=date(1970, 1, 3))])
def test_what_does_not_tell_its_time_is_on_no_day_that_is_asked_for(select: Select) -> None:
    assert (reason(select, time=0.0), reason(select, time=DAY)) == ("no time told", "")
    assert reason(Select(), time=0.0) == ""


def test_environments_sources_and_providers_are_picked() -> None:
    assert reason(Select(environments=("prod",)), environment="dev") == "other environment"
    assert reason(Select(sources=("langfuse",))) == "other source"
    assert reason(Select(deny_providers=("openai",))) == "provider forbids training"
    assert reason(Select(deny_providers=("openai",)), lineage=Lineage(provider="mistral")) == ""


@pytest.mark.parametrize(("provider", "model"), [("azure", "our-deployment"), ("", "gpt-4o"), ("OpenAI", "")])
def test_a_maker_is_denied_wherever_its_model_answered(provider: str, model: str) -> None:
    lineage = Lineage(provider=provider, model=model)
    assert reason(Select(deny_providers=("OpenAI",)), lineage=lineage) == "provider forbids training"
    assert reason(Select(deny_providers=("mistral",)), lineage=lineage) == ""


def test_without_an_answer_there_is_nothing_to_learn() -> None:
    assert reason(Select(), messages=[ASK]) == "no answer"


def test_a_row_ends_with_its_last_target_and_has_the_rating_of_the_whole() -> None:
    one = kept(score=0.9)
    assert (len(one.row.messages), one.row.targets, one.row.score) == (4, (1, 3), 0.9)
    assert one.standing is Standing.GOOD


@pytest.mark.parametrize(("score", "standing"), [(0.4, Standing.BAD), (None, Standing.UNRATED), (0.5, Standing.GOOD)])
def test_a_row_stands_as_it_was_rated(score: float | None, standing: Standing) -> None:
    assert kept(score=score).standing is standing


def test_rated_messages_are_all_that_counts() -> None:
    one = kept(score=0.0, ratings=[rating(1.0, at=1), rating(0.0, at=3)])
    assert (one.row.targets, len(one.row.messages), one.row.score, one.standing) == ((1,), 2, 1.0, Standing.GOOD)
    assert kept(score=1.0, ratings=[rating(0.0, at=3)]).standing is Standing.BAD


def test_a_person_knows_best_and_the_last_word_counts() -> None:
    machine = rating(1.0, by="system", time=9.0)
    assert kept(ratings=[rating(0.0, time=1.0), machine]).row.score == 0.0
    assert kept(ratings=[rating(0.0, time=1.0), rating(1.0, time=2.0)]).row.score == 1.0
    assert kept(ratings=[rating(0.0, time=1.0), rating(1.0, time=1.0)]).row.score == 0.0
    assert kept(ratings=[rating(0.0) | {"level": "episode"}, rating(1.0)]).row.score == 1.0


def test_a_correction_stands_in_for_the_answer_and_beats_it() -> None:
    one = kept(score=0.0, ratings=[rating(None, at=3, correction="It was delivered.")])
    assert [message["content"] for message in one.row.messages][-1] == "It was delivered."
    assert (one.row.targets, one.standing) == ((3,), Standing.GOOD)
    (beaten,) = one.variants
    assert (beaten.wins, beaten.basis, beaten.row.messages[-1]) == (False, "correction", SAY)


def test_a_correction_of_the_conversation_is_one_of_its_last_answer() -> None:
    whole = rating(0.0, correction="It was delivered.")
    for others in ([], [rating(1.0, at=1)], [rating(None, correction="Of its session.") | {"level": "episode"}]):
        one = kept(ratings=[whole, *others])
        assert (one.row.targets, one.row.messages[-1]["content"]) == ((3,), "It was delivered.")
    named = rating(None, at=3, correction="It was delivered today.")
    assert kept(ratings=[whole, named]).row.messages[-1]["content"] == "It was delivered today."
    assert kept(score=1.0, ratings=[rating(1.0, correction=" ")]).variants == ()


def alternative(at: int, *ratings: Any) -> dict[str, Any]:
    return {"at": at, "messages": [{"role": "assistant", "content": "No idea."}, ASK], "ratings": list(ratings)}


def test_another_answer_is_worse_when_it_was_asked_for_again_or_rated_so() -> None:
    again = kept(alternatives=[alternative(1)]).variants
    assert [(one.basis, one.wins, len(one.row.messages)) for one in again] == [("regenerated", False, 2)]
    better = kept(score=0.0, alternatives=[alternative(1, rating(1.0, at=1))]).variants
    assert [(one.basis, one.wins) for one in better] == [("ratings", True)]
    assert kept(score=0.8, alternatives=[alternative(1, rating(1.0, at=1))]).variants == ()


@pytest.mark.parametrize("at", [-1, 0, 2, 99, None, "1"])
def test_another_answer_to_what_is_no_answer_is_left_out(at: Any) -> None:
    assert kept(alternatives=[alternative(at)]).variants == ()
