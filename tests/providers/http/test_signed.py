"""Bytes for a signed address: where they may go, and what is said when they do not arrive."""

from collections.abc import Iterator

import pytest

from gptctl.errors import NotDone
from gptctl.providers.http.signed import put
from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Reply, Request
from tests.support.fakes.trouble import Trouble


class FakeStore(Fake):
    """Takes what is put there, or sends it on."""

    @route("PUT", "/store/{name}")
    def take(self, _: Request, name: str) -> Reply:
        if name == "moved":
            return Reply(status=307, headers={"location": f"{self.url}/store/other?signature=canary"})
        return Reply(status=403 if name == "denied" else 201)


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with FakeStore() as store:
        yield store


def test_the_bytes_arrive_with_the_headers_and_the_query_as_it_was(store: FakeStore) -> None:
    put(f"{store.url}/store/a?signature=can%2Fary&x=1", b"rows", headers={"x-size": "4"}, origin=store.url)
    (asked,) = store.asked("PUT")
    assert (asked.body, asked.headers["x-size"], asked.headers["content-length"]) == (b"rows", "4", "4")
    assert list(asked.pairs) == [("signature", "can/ary"), ("x", "1")]
    assert "authorization" not in asked.headers


@pytest.mark.parametrize("name", ["moved", "denied"])
def test_a_refusal_and_a_redirect_are_told_without_the_signature(store: FakeStore, name: str) -> None:
    with pytest.raises(NotDone, match=f"/store/{name} answered") as told:
        put(f"{store.url}/store/{name}?signature=canary", b"rows", headers={}, origin=store.url)
    assert "canary" not in told.value.message
    assert len(store.asked()) == 1


def test_a_lost_answer_is_told_without_the_signature(store: FakeStore) -> None:
    store.trouble(Trouble.LOSE_ANSWER)
    with pytest.raises(NotDone, match="got no answer") as told:
        put(f"{store.url}/store/a?signature=canary", b"rows", headers={}, origin=store.url)
    assert "canary" not in told.value.message


def test_only_https_where_the_server_is_reached_by_https(store: FakeStore) -> None:
    with pytest.raises(NotDone, match="is not https"):
        put(f"{store.url}/store/a", b"rows", headers={}, origin="https://api.example")
    assert not store.asked()


def test_nobody_there() -> None:
    with pytest.raises(NotDone, match="was not sent"):
        put("http://127.0.0.1:9/store/a", b"rows", headers={}, origin="http://127.0.0.1:9")
