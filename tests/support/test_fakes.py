"""The base of the fakes: what tests of providers rest on."""

import http.client
import json
from collections.abc import Iterator

import pytest

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Refusal, Reply, Request
from tests.support.fakes.shelf import Shelf
from tests.support.fakes.trouble import Trouble


class Things(Fake):
    hang_seconds = 0.2

    def __init__(self) -> None:
        super().__init__()
        self.made: list[str] = []
        self.files: list[tuple[str, bytes, str]] = []

    @route("GET", "/things/{id_}")
    def thing(self, request: Request, id_: str) -> Reply:
        return Reply(body={"id": id_, "query": dict(request.query)})

    @route("GET", "/things/special")
    def special(self, request: Request) -> Reply:
        raise Refusal(418, {"special": True})

    @route("POST", "/things")
    def make(self, request: Request) -> Reply:
        self.made.append(request.json["name"])
        return Reply(status=201, body={"name": request.json["name"]})

    @route("POST", "/files")
    def upload(self, request: Request) -> Reply:
        form = request.form
        self.files.extend((one.name, one.content, form.fields["purpose"]) for one in form.files)
        return Reply()


@pytest.fixture
def fake() -> Iterator[Things]:
    with Things() as running:
        yield running


def ask(fake: Fake, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(fake.url.removeprefix("http://"), timeout=10)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_routes_take_parts_of_the_path_and_the_plainer_one_wins(fake: Things) -> None:
    status, body = ask(fake, "GET", "/things/a%20b?x=1&x=2")
    assert (status, json.loads(body)) == (200, {"id": "a b", "query": {"x": "2"}})
    assert ask(fake, "GET", "/things/special")[0] == 418
    assert ask(fake, "PUT", "/things/special")[0] == 404
    assert [asked.method for asked in fake.asked(path="/things/special")] == ["GET", "PUT"]


def test_a_form_keeps_every_byte(fake: Things) -> None:
    content = bytes(range(256)) + b"\r\n--b\r\n"[:4] + b"\n\r"
    body = (
        b'--bound\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nuser_data\r\n--bound\r\n'
        b'content-disposition: form-data; name="file"; filename="a.md"\r\ncontent-type: text/markdown\r\n\r\n'
        + content
        + b"\r\n--bound--\r\n"
    )
    ask(fake, "POST", "/files", body, content_type="multipart/form-data; boundary=bound")
    assert fake.files == [("a.md", content, "user_data")]


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        (Trouble.BUSY, False),
        (Trouble.FAIL_BEFORE, False),
        (Trouble.DROP, False),
        (Trouble.FAIL_AFTER, True),
        (Trouble.LOSE_ANSWER, True),
        (Trouble.TRUNCATE, True),
    ],
)
def test_trouble_comes_before_or_after_the_deed(fake: Things, kind: Trouble, done: bool) -> None:  # noqa: FBT001
    fake.trouble(kind, "POST", "/th*", skip=1)
    assert ask(fake, "POST", "/things", b'{"name": "a"}')[0] == 201
    try:
        status, _ = ask(fake, "POST", "/things", b'{"name": "b"}')
    except http.client.HTTPException:
        status = 0
    assert status in {0, 429, 500}
    assert ("b" in fake.made) is done
    assert ask(fake, "POST", "/things", b'{"name": "c"}')[0] == 201


def test_a_listing_lags() -> None:
    shelf = Shelf()
    shelf.put("a", {"id": "a"})
    shelf.lag = 1
    shelf.put("b", {"id": "b"})
    assert [one["id"] for one in shelf.listed()] == ["a"]
    assert [one["id"] for one in shelf.listed()] == ["a", "b"]
    assert len(shelf) == 2
