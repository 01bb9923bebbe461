from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.core.value import JSON
from gptctl.errors import GptctlError, Rejected, TryLater, Usage
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.interview import interview
from gptctl.promote.compare.transcript import Transcript
from tests.support.duel import Program, calls, reply, turn

TURNS = [turn("Yes.", number=number, asked=f"Question {number}?") for number in range(5)]


def silent(_done: int, _total: int) -> None:
    pass


def test_every_turn_is_asked_once_of_everybody_and_told(tmp_path: Path) -> None:
    one, other = Program(name="one", says=lambda _: "Yes."), Program(name="other", says=lambda _: calls(("a", "{}")))
    told: list[tuple[int, int]] = []
    found = interview(TURNS, [one, other], Transcript(tmp_path / "answers.jsonl"), lambda *at: told.append(at))
    assert told == [(number, 10) for number in range(1, 11)]
    assert [list(found[name]) for name in ("one", "other")] == [[turn.id for turn in TURNS]] * 2
    again = interview(TURNS, [one, other], Transcript(tmp_path / "answers.jsonl"), silent)
    assert again == found
    assert [len(program.asked) for program in (one, other)] == [5, 5]


class Fragile(Program):
    def answer(self, messages: list[Chat], tools: list[JSON]) -> Reply:  # type: ignore[override]
        if len(self.asked) == 3:
            self.asked.append(messages)
            raise TryLater("the server is busy")
        return super().answer(messages, tools)


def test_after_an_accident_only_the_rest_is_asked(tmp_path: Path) -> None:
    program = Fragile(name="one", says=lambda _: "Yes.")
    with pytest.raises(TryLater):
        interview(TURNS, [program], Transcript(tmp_path / "answers.jsonl"), silent)
    interview(TURNS, [program], Transcript(tmp_path / "answers.jsonl"), silent)
    assert [messages[-1]["content"] for messages in program.asked] == [f"Question {n}?" for n in (0, 1, 2, 3, 3, 4)]


@pytest.mark.parametrize("kept", range(0, 400, 23))
def test_a_line_that_a_crash_cut_short_is_asked_again(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "answers.jsonl"
    program = Program(name="one", says=lambda _: "Ja, natürlich \ud800 \u2028")
    first = interview(TURNS, [program], Transcript(path), silent)
    whole = path.read_bytes()
    path.write_bytes(whole[:kept])
    assert interview(TURNS, [program], Transcript(path), silent) == first
    assert path.read_bytes() == whole
    assert len(program.asked) == 10 - whole[:kept].count(b"\n")


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    for line in ("[]", "{}", '{"asked": "x", "mesage": 1}', "no"):
        path.write_text(f"{line}\n")
        with pytest.raises(GptctlError, match=r"answers\.jsonl:1 is not an answer that was kept"):
            Transcript(path)


def test_what_a_provider_rejects_counts_and_is_not_asked_again(tmp_path: Path) -> None:
    def no(_messages: object) -> str:
        raise Rejected("too long for this model")

    program = Program(name="one", says=no)
    for _ in range(2):
        found = interview(TURNS[:1], [program], Transcript(tmp_path / "answers.jsonl"), silent)
        assert found["one"][TURNS[0].id].rejected == "too long for this model"
    assert len(program.asked) == 1


def test_another_model_or_another_prompt_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    interview(TURNS, [Program(name="one", says=lambda _: "Yes.")], Transcript(path), silent)
    other = Program(name="other", says=lambda _: "No.")
    interview([*TURNS, replace(TURNS[0], messages=TURNS[0].messages[1:])], [other], Transcript(path), silent)
    assert len(other.asked) == 6


def test_two_of_one_name_are_refused(tmp_path: Path) -> None:
    twins = [Program(name="one", says=lambda _: "Yes.") for _ in range(2)]
    with pytest.raises(Usage):
        interview(TURNS, twins, Transcript(tmp_path / "answers.jsonl"), silent)
    assert [twin.asked for twin in twins] == [[], []]


def test_the_answers_are_private_and_a_place_that_is_none_is_said(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "answers.jsonl"
    Transcript(path).ask(Program(name="one", says=lambda _: "Yes."), TURNS[0].messages, [])
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    with pytest.raises(GptctlError, match="cannot be used"):
        Transcript(path / "below" / "answers.jsonl")


def test_a_reply_comes_back_whole(tmp_path: Path) -> None:
    said = reply(calls(("look_up", '{"a": "\\u2028\r"}')), seconds=1.25)
    program = Program(name="one", says=lambda _: said.message, seconds=1.25)
    path = tmp_path / "answers.jsonl"
    for _ in range(2):
        assert Transcript(path).ask(program, TURNS[0].messages, []) == said
