"""Presets: what is ours in them, and what stays."""

import pytest

from gptctl.core.value import Attrs
from gptctl.errors import Conflict, Rejected, Unknown
from gptctl.providers.base import Handler
from gptctl.providers.openwebui.provider import OpenWebUIProvider
from tests.conformance.subject import SCOPE, draft
from tests.support.fakes.openwebui import FakeOpenWebUI
from tests.support.fakes.trouble import Trouble
from tests.support.openwebui import Console

PRESET: Attrs = {
    "name": "support",
    "model": "m",
    "params": {"system": "Be kind.", "temperature": 0.2},
    "meta": {"description": "Helps", "tags": [{"name": "gptctl"}]},
}
LESS: Attrs = {**PRESET, "params": {"system": "Be kind."}, "meta": {"tags": [{"name": "gptctl"}]}}


@pytest.fixture
def handler(target: OpenWebUIProvider) -> Handler:
    return target.handlers["assistant"]


def test_one_sentence_changed_is_one_write(fake: FakeOpenWebUI, handler: Handler) -> None:
    made = handler.create(draft("assistant", PRESET))
    fake.journal.clear()
    changed = {**PRESET, "params": {"system": "Be kind. Be brief."}}
    handler.update(made.id, draft("assistant", changed, nonce=2), version=made.version)
    assert [one.path for one in fake.asked("POST")] == ["/api/v1/models/model/update"]


def test_a_field_that_is_declared_no_more_goes_and_what_others_set_stays(
    fake: FakeOpenWebUI, handler: Handler, console: Console
) -> None:
    made = handler.create(draft("assistant", PRESET))
    there = console.read("assistant", made.id)
    meta = {**there["meta"], "capabilities": {"vision": False}}
    console.rewrite_preset(there, params={**there["params"], "top_k": 40}, meta=meta, is_active=False)
    handler.update(made.id, draft("assistant", LESS, nonce=2), version="")
    now = fake.presets[made.id]
    assert now["params"] == {"system": "Be kind.", "top_k": 40}
    assert now["meta"]["description"] is None
    assert now["meta"]["capabilities"] == {"vision": False}
    assert now["is_active"] is False


@pytest.mark.parametrize("trouble", [Trouble.LOSE_ANSWER, Trouble.FAIL_AFTER, Trouble.TRUNCATE])
def test_an_attempt_whose_answer_is_lost_can_never_make_a_second(
    fake: FakeOpenWebUI, handler: Handler, trouble: Trouble
) -> None:
    wanted = draft("assistant", PRESET)
    fake.trouble(trouble, "POST", "/api/v1/models/create")
    with pytest.raises(Unknown):
        handler.create(wanted)
    with pytest.raises(Rejected, match="already registered"):
        handler.create(wanted)
    assert len(fake.presets) == 1
    found = handler.find(wanted.marker)
    assert found is not None
    assert found.marker == wanted.marker


def test_a_preset_of_somebody_else_under_our_id_is_not_touched(
    fake: FakeOpenWebUI, handler: Handler, console: Console
) -> None:
    made = handler.create(draft("assistant", PRESET))
    there = console.read("assistant", made.id)
    console.rewrite_preset(there, meta={"description": "Mine now"})
    assert not list(handler.list(SCOPE.mark))
    with pytest.raises(Rejected):
        handler.create(draft("assistant", PRESET, nonce=2))
    with pytest.raises(Rejected, match="our mark"):
        handler.delete(made.id, version="")
    assert fake.presets[made.id]["meta"]["description"] == "Mine now"


def test_an_edit_since_the_plan_is_a_conflict(handler: Handler, console: Console) -> None:
    made = handler.create(draft("assistant", PRESET))
    console.edit("assistant", made.id)
    with pytest.raises(Conflict):
        handler.update(made.id, draft("assistant", LESS, nonce=2), version=made.version)
    with pytest.raises(Conflict):
        handler.delete(made.id, version=made.version)


def test_a_lost_answer_to_a_deletion_is_harmless(fake: FakeOpenWebUI, handler: Handler) -> None:
    made = handler.create(draft("assistant", PRESET))
    fake.trouble(Trouble.LOSE_ANSWER, "POST", "/api/v1/models/model/delete")
    with pytest.raises(Unknown):
        handler.delete(made.id, version=made.version)
    handler.delete(made.id, version=made.version)
    assert not fake.presets


def test_a_listing_of_many_pages_is_whole(fake: FakeOpenWebUI, handler: Handler) -> None:
    for nonce in range(65):
        handler.create(draft("assistant", {**PRESET, "name": f"a{nonce}"}, name=f"a{nonce}", nonce=nonce + 1))
    fake.journal.clear()
    assert len({one.id for one in handler.list(SCOPE.mark)}) == 65
    assert len(fake.journal) == 3
