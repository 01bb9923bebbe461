"""Which conversations are about the same, and what like questions give away."""

from typing import Any

from gptctl.promote.readiness.evidence import Alike
from gptctl.promote.readiness.gathering.alike import alike
from gptctl.promote.readiness.gathering.talk import LONG, Talk, talk

DAY = 86_400.0
REFUND = "How long does a refund take for an order?"


def said(id_: str, asked: str, answer: str = "", **fields: Any) -> Talk:
    known: dict[str, Any] = {"native": id_, "said": asked, "resting": False, "time": 0.0, "good": None}
    return Talk(id=id_, asked=asked, answer=answer, **{**known, **fields})


def compared(*talks: Talk) -> Alike:
    return alike(talks, frozenset(one.id for one in talks))


def test_ids_that_name_a_task_and_a_trial_tell_tasks_apart() -> None:
    marks = {"task1": (True, True), "task2": (False, False), "task3": (True, False), "task4": (True, None)}
    talks = [
        said(f"{task}-{trial}", f"Question {at} of {task}", native=f"{task}/{trial}-{at}", good=good)
        for trial in ("trial",)
        for task, rated in marks.items()
        for at, good in enumerate(rated)
    ]
    found = alike(talks, frozenset({"task1-trial"}))
    assert found == Alike(by_ids=True, tasks=4, usable_tasks=1, repeated=3, always=1, never=1)
    assert found.mixed == 1


def test_numbered_ids_that_repeat_nothing_tell_nothing() -> None:
    found = compared(said("run-1", "Where is my parcel?", native="a-run1"), said("x", "Cancel it!", native="b-run1"))
    assert (found.by_ids, found.tasks, found.usable_tasks) == (False, 2, 2)


def test_without_such_ids_like_questions_are_one_task() -> None:
    talks = [said(f"{at}", f"{REFUND} {'Please' * (at % 2)}", good=at > 1) for at in range(4)]
    other = said("other", "Which seats may a family of five book?", good=True)
    found = compared(*talks, other)
    assert (found.by_ids, found.tasks, found.repeated, found.mixed) == (False, 2, 1, 1)


def test_other_facts_at_another_time_have_changed_and_at_the_same_contradict() -> None:
    early, later = "It takes 5 days.", "It takes 9 days."
    assert compared(said("a", REFUND, early, time=DAY), said("b", REFUND, later, time=3 * DAY)).changing == 2
    at_once = compared(said("a", REFUND, early, time=DAY), said("b", REFUND, later, time=DAY + 60))
    assert (at_once.changing, at_once.contradicting) == (0, 2)
    undated = compared(said("a", REFUND, early), said("b", REFUND, later))
    assert (undated.changing, undated.contradicting) == (0, 2)


def test_only_examples_are_held_against_each_other() -> None:
    talks = (said("a", REFUND, "It takes 5 days."), said("b", REFUND, "It takes 9 days."))
    assert alike(talks, frozenset({"a"})).contradicting == 0


def test_a_yes_contradicts_a_no() -> None:
    answers = ("Yes, I will refund it.", "I cannot refund it.")
    assert compared(*(said(text, REFUND, text) for text in answers)).contradicting == 2
    refusals = ("The fare is non-refundable.", "I cannot refund it.")
    assert compared(*(said(text, REFUND, text) for text in refusals)).contradicting == 0


def test_what_was_looked_up_for_one_user_does_not_contradict_what_another_got() -> None:
    found = compared(
        said("a", REFUND, "Yours comes on 2026-05-01.", resting=True),
        said("b", REFUND, "Yours comes on 2026-05-02.", resting=True),
    )
    assert found.contradicting == 0


def test_questions_with_other_numbers_in_them_are_others() -> None:
    found = compared(
        said("a", "When does order 7 arrive at my place?", "On day 1."),
        said("b", "When does order 8 arrive at my place?", "On day 2."),
    )
    assert found.contradicting == 0


def test_nothing_is_alike_among_nothing() -> None:
    assert compared() == Alike()


def test_a_talk_is_its_first_question_and_its_first_answer_in_words() -> None:
    call: Any = {"id": "1", "type": "function", "function": {"name": "find", "arguments": "{}"}}
    made = talk(
        "c1",
        "n1",
        [
            {"role": "user", "content": "Where is it?"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "content": "there", "tool_call_id": "1"},
            {"role": "assistant", "content": "There."},
            {"role": "user", "content": "x" * LONG},
            {"role": "assistant", "content": "Bye."},
        ],
        time=1.0,
        good=True,
    )
    assert (made.asked, made.answer, made.resting) == ("Where is it?", "There.", True)
    assert len(made.said) == LONG
    silent = talk("c2", "n2", [{"role": "tool", "content": "?", "tool_call_id": "1"}], time=0.0, good=None)
    assert (silent.asked, silent.said, silent.answer, silent.resting) == ("", "", "", True)
