"""The two steps of an upload, and an answer that wants the key elsewhere."""

import pytest

from gptctl.errors import NotDone, ProviderError, Unknown
from gptctl.providers.google.provider import GoogleProvider
from gptctl.providers.google.stores import Stores
from gptctl.providers.http import Upload
from tests.support.fakes.google import FakeGoogle
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.trouble import Trouble

FILE = Upload(name="a.md", content=b"# A", media_type="text/markdown")


@pytest.fixture
def stores(google: GoogleProvider) -> Stores:
    return google._stores  # noqa: SLF001 -- the part under test


def store(stores: Stores) -> str:
    return str(stores.create("s")["name"])


def test_the_first_step_makes_nothing_so_its_failure_is_no_question(stores: Stores, fake: FakeGoogle) -> None:
    name = store(stores)
    fake.trouble(Trouble.LOSE_ANSWER, "POST", "/upload/*", times=9)
    with pytest.raises(NotDone):
        stores.add(name, FILE, {"displayName": "a.md"})
    assert not list(stores.documents(name))


def test_the_second_step_may_have_been_done(stores: Stores, fake: FakeGoogle) -> None:
    name = store(stores)
    fake.trouble(Trouble.LOSE_ANSWER, "POST", "/upload/*", skip=1)
    with pytest.raises(Unknown):
        stores.add(name, FILE, {"displayName": "a.md"})
    assert len(list(stores.documents(name)) or list(stores.documents(name))) == 1


def test_the_key_stays_where_it_belongs_whatever_address_is_given(
    stores: Stores, fake: FakeGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = store(stores)

    def elsewhere(_: Request, where: str) -> Reply:
        url = f"https://evil.example/upload/v1/{where}:uploadToFileSearchStore?upload_id=x"
        return Reply(body={}, headers={"x-goog-upload-url": url})

    monkeypatch.setattr(fake, "_begin", elsewhere)
    with pytest.raises(ProviderError, match="Invalid upload command"):
        stores.add(name, FILE, {"displayName": "a.md"})
    assert fake.journal[-1].query == {"upload_id": "x"}


def test_without_an_address_there_is_nowhere_to_send_it(
    stores: Stores, fake: FakeGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = store(stores)
    monkeypatch.setattr(fake, "_begin", lambda *_: Reply(body={}))
    with pytest.raises(NotDone, match="no address"):
        stores.add(name, FILE, {"displayName": "a.md"})


def test_forbidden_is_gone_when_a_listing_does_not_know_it(stores: Stores, fake: FakeGoogle) -> None:
    name = store(stores)
    fake.error = lambda *_: {"error": {"message": "no permission"}}  # type: ignore[method-assign]
    fake.stores.pop(name)
    assert stores.get(name) is None
    assert stores.get("../v1/files") is None
