"""Chats that people had in the console: who may list them, and what became of their ratings."""

import pytest

from gptctl.core.address import RemoteId
from gptctl.errors import NotDone, Rejected
from gptctl.providers.openwebui.provider import OpenWebUIProvider
from tests.conformance.subject import draft
from tests.support.fakes.openwebui import MODEL, FakeOpenWebUI
from tests.support.openwebui import Console


@pytest.fixture
def preset(target: OpenWebUIProvider) -> RemoteId:
    attrs = {"name": "support", "model": MODEL, "params": {}, "meta": {}}
    return target.handlers["assistant"].create(draft("assistant", attrs)).id  # type: ignore[arg-type]


def rate(console: Console, chat: str, preset: RemoteId, rating: int) -> None:
    data, about = {"rating": rating, "model_id": preset}, {"chat_id": chat, "message_id": "a0"}
    console.call("POST", "/api/v1/evaluations/feedback", {"type": "rating", "data": data, "meta": about})


def test_ratings_come_with_their_chat_and_are_a_change_of_it(
    fake: FakeOpenWebUI, target: OpenWebUIProvider, console: Console, preset: RemoteId
) -> None:
    for _ in range(2):
        console.converse(preset, "How long is leave?")
    (first, second) = fake.chats
    rate(console, first, preset, -1)
    (rating,) = fake.feedbacks.values()
    rating["updated_at"] += 100
    told = {one.id: one for one in target.transcripts(preset, since=0)}
    assert told[first].body == {**fake.chats[first], "feedbacks": [rating]}
    assert told[second].body["feedbacks"] == []
    assert [one.id for one in target.transcripts(preset, since=rating["updated_at"])] == [first]


def test_a_key_that_may_not_list_is_told_whose_may(
    fake: FakeOpenWebUI, target: OpenWebUIProvider, preset: RemoteId
) -> None:
    fake.administrator = False
    with pytest.raises(Rejected) as error:
        list(target.transcripts(preset, since=0))
    assert "administrator" in error.value.advice


def test_a_listing_that_never_comes_to_rest_is_no_listing(
    fake: FakeOpenWebUI, target: OpenWebUIProvider, console: Console, preset: RemoteId
) -> None:
    console.converse(preset, "How long is leave?")
    fake.hidden = 1
    with pytest.raises(NotDone, match="keep changing"):
        list(target.transcripts(preset, since=0))
