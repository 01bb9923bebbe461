"""From the store to a dataset."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.logs.conversation import Alternative, Conversation, Level, Provenance, Ran, Rater, Rating, identify
from gptctl.logs.store.store import Store
from gptctl.promote.curate import curate_log
from gptctl.promote.curated import Curated
from gptctl.promote.example import Part
from gptctl.promote.logged import Logged
from gptctl.promote.recipe import Recipe, Split
from gptctl.promote.setting import Setting

ALL_TRAIN = Recipe(split=Split(validation=0.0, test=0.0))
LIKED = Rating(name="thumb", score=1.0, level=Level.CONVERSATION, by=Rater.PERSON)
TOOL = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object"}}}


def conversation(name: str, *messages: Message, **fields: Any) -> Conversation:
    made = Conversation(
        id=identify("messages", name),
        came=Provenance(shape="messages", file="a.jsonl", row=1, native=name),
        ran=Ran(assistant="support", provider="openai", model="gpt-4o", commit="c0ffee"),
        messages=messages,
        ended=1_760_000_000.0,
        ratings=(LIKED,),
    )
    return replace(made, **fields)


def said(role: Role, text: str, **fields: Any) -> Message:
    return Message(role=role, text=text, **fields)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def curated(folder: Path, recipe: Recipe, *conversations: Conversation) -> Curated:
    with Store(folder=folder).intake() as intake:
        for one in conversations:
            intake.add(one)
        intake.commit({})
    logged = Logged(folder=folder, assistant="support")
    return curate_log([logged], recipe, Setting(instructions="Be kind."), folder.parent / "result")


def test_what_the_store_has_becomes_examples_with_where_they_came_from(folder: Path) -> None:
    call = ToolCall(id="1", name="look_up", arguments='{"order": 7}')
    one = conversation(
        "one",
        said(Role.USER, "Where is order 7? Write to mia@example.com."),
        said(Role.ASSISTANT, "", tool_calls=(call,)),
        said(Role.TOOL, "shipped", tool_call_id="1"),
        said(Role.ASSISTANT, "It was shipped."),
        tools=(TOOL,),
    )
    result = curated(folder, ALL_TRAIN, one)
    (example,) = result.examples(Part.TRAIN)
    assert example.id == one.id
    assert example.targets == (2, 4)
    assert [message["role"] for message in example.messages] == ["system", "user", "assistant", "tool", "assistant"]
    assert "mia@example.com" not in str(example)
    assert (example.lineage.shape, example.lineage.commit) == ("messages", "c0ffee")
    assert result.findings.looked_up == 1


def test_of_other_assistants_nothing_is_taken(folder: Path) -> None:
    other = conversation("x", said(Role.USER, "Hi"), said(Role.ASSISTANT, "Hello"), ran=Ran(assistant="other"))
    assert curated(folder, ALL_TRAIN, other).stages[0].read == 0


def test_what_is_lost_or_has_a_secret_is_dropped_with_its_reason(folder: Path) -> None:
    key = "-".join(["sk", "ant", "api03", "Ab1" * 30 + "AA"])
    lost = conversation("lost", said(Role.USER, "See"), said(Role.ASSISTANT, "I see"), lost=("an image",))
    secret = conversation("secret", said(Role.USER, f"My key is {key}"), said(Role.ASSISTANT, "Keep it to yourself"))
    result = curated(folder, ALL_TRAIN, lost, secret)
    assert {(one.id, one.stage) for one in result.dropped()} == {(lost.id, "structure"), (secret.id, "secrets")}
    assert key not in "".join(path.read_text("utf-8") for path in result.folder.iterdir())


def test_a_correction_is_learnt_instead_of_the_answer_and_preferred_to_it(folder: Path) -> None:
    corrected = Rating(
        name="thumb", score=0.0, level=Level.MESSAGE, by=Rater.PERSON, at=1, correction="No, within 30 days."
    )
    one = conversation(
        "one",
        said(Role.USER, "May I return it whenever I like?"),
        said(Role.ASSISTANT, "Yes."),
        said(Role.USER, "Thanks"),
        said(Role.ASSISTANT, "You are welcome."),
        ratings=(corrected,),
    )
    result = curated(folder, ALL_TRAIN, one)
    (example,) = result.examples(Part.TRAIN)
    assert [message["content"] for message in example.messages[1:]] == [
        "May I return it whenever I like?",
        "No, within 30 days.",
    ]
    (pair,) = result.pairs(Part.TRAIN)
    assert (pair.basis, pair.chosen[0]["content"], pair.rejected[0]["content"]) == (
        "correction",
        "No, within 30 days.",
        "Yes.",
    )


def test_an_answer_that_was_asked_for_again_is_the_worse_of_a_pair(folder: Path) -> None:
    one = conversation(
        "one",
        said(Role.USER, "What are your opening hours?"),
        said(Role.ASSISTANT, "From nine to five on weekdays."),
        alternatives=(Alternative(at=1, messages=(said(Role.ASSISTANT, "Write to mia@example.com."),)),),
    )
    (pair,) = curated(folder, ALL_TRAIN, one).pairs(Part.TRAIN)
    assert pair.basis == "regenerated"
    assert [message["role"] for message in pair.messages] == ["system", "user"]
    assert "mia@example.com" not in str(pair.rejected)


def test_a_log_that_is_cut_gives_the_same_dataset(folder: Path) -> None:
    lines = [conversation(f"{n}", said(Role.USER, f"What is {n}?"), said(Role.ASSISTANT, f"{n}.")) for n in range(30)]
    whole = curated(folder, Recipe(), *lines)
    cut = Logged(folder=folder, assistant="support").cut(4)
    again = curate_log(cut, Recipe(), Setting(instructions="Be kind."), folder.parent / "again")
    assert whole.stages[0].read == 30
    for path in whole.folder.iterdir():
        assert (again.folder / path.name).read_bytes() == path.read_bytes(), path.name
