from collections.abc import Sequence

import pytest

from gptctl.promote.chat import Chat
from gptctl.promote.compare.instructed import Instructed
from gptctl.promote.compare.nearest import Nearest
from gptctl.promote.compare.shots import Shot, WithExamples, shots, written
from gptctl.promote.compare.turn import turns
from gptctl.promote.example import Part
from tests.support.duel import Program, calls
from tests.support.examples import GivenCuration, airline, only


def heard(contestant: Instructed | WithExamples, program: Program, *messages: Chat) -> Sequence[Chat]:
    contestant.answer(messages, [])
    return program.asked[-1]


def test_a_turn_is_an_answer_with_all_before_it() -> None:
    example = airline().all_examples[0]
    found = list(turns([example]))
    assert len(found) == len(example.targets)
    for at, one in zip(example.targets, found, strict=True):
        assert [*one.messages, one.expected] == list(example.messages[: at + 1])
        assert (one.cluster, one.tools) == (example.cluster, example.tools)
    assert len({one.id for one in turns(airline().all_examples)}) == sum(len(e.targets) for e in airline().all_examples)


def test_other_instructions_stand_in_for_all_system_messages() -> None:
    program = Program(name="tuned", says=lambda _: "Yes.")
    short = Instructed(name="tuned, short", contestant=program, instructions="Be brief.")
    user: Chat = {"role": "user", "content": "Hello"}
    assert heard(short, program, {"role": "system", "content": "Long."}, user) == [
        {"role": "system", "content": "Be brief."},
        user,
    ]
    none = Instructed(name="tuned, none", contestant=program, instructions="")
    assert heard(none, program, {"role": "system", "content": "Long."}, user) == [user]
    assert len({short.identity, none.identity, program.identity}) == 3


def test_examples_come_from_what_is_trained_on_alone() -> None:
    marked = [only(example, example.targets[-1]) for example in airline().all_examples]
    held_out = {written(one.messages[one.targets[-1]]) for one in marked if one.part is not Part.TRAIN}
    trained = {written(one.messages[one.targets[-1]]) for one in marked if one.part is Part.TRAIN}
    found = {shot.answered for shot in shots(GivenCuration(all_examples=marked))}
    assert found
    assert found <= trained
    assert not found & (held_out - trained)


def test_the_nearest_examples_are_shown_after_the_instructions() -> None:
    given = [
        Shot(asked="How do I return shoes?", answered="Within 30 days."),
        Shot(asked="Where is my parcel?", answered="On its way."),
        Shot(asked="Can I return a hat?", answered="Yes."),
    ]
    program = Program(name="base", says=lambda _: "Yes.")
    contestant = WithExamples("base with examples", program, given, most=2)
    system, user = heard(
        contestant,
        program,
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "May I return shoes?"},
    )
    assert user["content"] == "May I return shoes?"
    text = system["content"] or ""
    assert text.startswith("Be kind.\n\n")
    assert text.index("Within 30 days.") < text.index("Yes.")
    assert "On its way." not in text


def test_nothing_alike_adds_nothing() -> None:
    program = Program(name="base", says=lambda _: "Yes.")
    contestant = WithExamples("base with examples", program, [Shot(asked="parcel", answered="No.")])
    messages: list[Chat] = [{"role": "user", "content": "Wie geht es?"}]
    assert list(heard(contestant, program, *messages)) == messages


def test_other_examples_are_another_contestant() -> None:
    program = Program(name="base", says=lambda _: "Yes.")
    one, other = Shot(asked="a", answered="b"), Shot(asked="a", answered="c")
    found = {WithExamples("e", program, given, most).identity for given in ([one], [other], []) for most in (1, 2)}
    assert len(found | {program.identity}) == 7


def test_a_call_is_written_with_its_arguments() -> None:
    assert written(calls(("look_up", '{"a":1}'), ("stop", "{}"))) == '[call look_up {"a":1}]\n[call stop {}]'


@pytest.mark.parametrize(
    ("asked", "expected"), [("refund shoes", [0, 2]), ("parcel", [1]), ("", []), ("the", [0, 1, 2]), ("ZZZ", [])]
)
def test_nearest(asked: str, expected: list[int]) -> None:
    texts = ["the refund for shoes", "the parcel is late", "the refund policy of the shop"]
    assert sorted(Nearest(texts).to(asked, 3)) == sorted(expected)
    assert Nearest(texts).to(asked, 1) == Nearest(texts).to(asked, 3)[:1]
    assert Nearest([]).to(asked, 3) == []
