"""The one client against everything a server can do to it."""

import socket
from collections.abc import Iterator

import pytest

from gptctl.errors import Conflict, GptctlError, NotDone, ProviderError, Rejected, Unknown
from gptctl.providers.http import Busy, Client, Gone, Intent, Key, Upload, origin_of
from tests.support.chaos import Behaviour, Chaos, answer, chaos, raw, reset

SECRET = "sk-canary-0123456789"


@pytest.fixture
def server() -> Iterator[Chaos]:
    with chaos() as running:
        yield running


@pytest.fixture
def client(server: Chaos) -> Iterator[Client]:
    key = Key(origin=origin_of(server.url), value=SECRET)
    made = Client(f"{server.url}/v1", key=key, headers={"authorization": f"Bearer {SECRET}"}, within=2)
    yield made
    made.close()


def test_an_answer_comes_back_with_its_headers(server: Chaos, client: Client) -> None:
    server.behave = answer(b'{"id": "x"}', headers="X-Request-Id: r1\r\n")
    reply = client.send("POST", "/agents", intent=Intent.WRITE, json={"name": "ü"}, params={"limit": "5"})
    assert (reply.status, reply.json, reply.headers["x-request-id"]) == (200, {"id": "x"}, "r1")
    assert server.requests[0].startswith(b"POST /v1/agents?limit=5 HTTP/1.1")
    assert f"authorization: bearer {SECRET}".encode() in server.requests[0].lower()


def test_a_file_travels_as_a_form(server: Chaos, client: Client) -> None:
    client.send(
        "POST", "files", intent=Intent.WRITE, upload=Upload(name="a.md", content=b"# A", fields={"purpose": "x"})
    )
    assert b'filename="a.md"' in server.requests[0]
    assert b"# A" in server.requests[0]
    assert b'name="purpose"' in server.requests[0]


UNANSWERED: dict[str, Behaviour] = {
    "reset": reset,
    "closed": raw(),
    "half a head": raw(b"HTTP/1.1 200 OK\r\nContent-"),
    "half a body": answer(b'{"id":', length=100),
    "no json": answer(b"<html>gateway</html>"),
    "nan": answer(b'{"a": NaN}'),
    "past all numbers": answer(b'{"a": [-1e999]}'),
    "deep": answer(b"[" * 100_000),
    "server error": answer(b'{"error": {"message": "oops"}}', status="500 Internal Server Error"),
    "overloaded": answer(b"", status="529 Overloaded"),
    "request timeout": answer(b"", status="408 Request Timeout"),
    "no http": raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "bad chunk": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
    "hang": raw(b"", pause=8),
    "a drop at a time": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", *[b"x"] * 40, pause=0.2),
    "slow head": raw(b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 40, pause=0.2),
    "endless": raw(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1_000_000, times=64),
}


@pytest.mark.parametrize("name", UNANSWERED)
def test_what_was_sent_and_not_answered_is_unknown_for_a_write_and_nothing_for_a_read(
    server: Chaos, client: Client, name: str
) -> None:
    server.behave = UNANSWERED[name]
    with pytest.raises(Unknown):
        client.send("POST", "/agents", intent=Intent.WRITE, json={})
    with pytest.raises(NotDone):
        client.send("GET", "/agents", intent=Intent.READ)


REFUSALS: dict[str, tuple[Behaviour, type[ProviderError]]] = {
    "bad request": (answer(b'{"error": {"message": "name is too long"}}', status="400 Bad Request"), Rejected),
    "forbidden": (answer(b'{"message": "no"}', status="403 Forbidden"), Rejected),
    "missing": (answer(b"{}", status="404 Not Found"), Gone),
    "retired": (answer(b"{}", status="410 Gone"), Gone),
    "conflict": (answer(b"{}", status="409 Conflict"), Conflict),
    "redirect": (answer(b"", status="307 Temporary Redirect", headers="Location: http://127.0.0.2/x\r\n"), Rejected),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_certain_and_sent_once(server: Chaos, client: Client, name: str) -> None:
    server.behave, expected = REFUSALS[name]
    with pytest.raises(ProviderError) as error:
        client.send("POST", "/agents", intent=Intent.WRITE, json={})
    assert type(error.value) is expected
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("1", 1), ("0", 0), ("-5", 0), ("99999999", 120), ("Fri, 01 Jan 2099 00:00:00 GMT", 1), ("x", 1), ("nan", 1)],
)
def test_a_pause_is_bounded_whatever_the_server_asks(server: Chaos, client: Client, header: str, seconds: int) -> None:
    server.behave = answer(b"", status="429 Too Many Requests", headers=f"Retry-After: {header}\r\n")
    with pytest.raises(Busy) as busy:
        client.send("POST", "/agents", intent=Intent.WRITE, json={})
    assert busy.value.seconds == seconds


def test_nothing_listening_means_nothing_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = Client(f"http://127.0.0.1:{port}", key=None, headers={})
    with pytest.raises(NotDone) as error:
        client.send("POST", "/agents", intent=Intent.WRITE, json={})
    assert type(error.value) is NotDone
    client.close()


def test_the_providers_own_words_and_the_request_are_in_the_message_and_the_key_is_not(
    server: Chaos, client: Client
) -> None:
    body = f'{{"error": {{"message": "Incorrect API key provided: {SECRET}"}}}}'.encode()
    server.behave = answer(body, status="401 Unauthorized", headers="X-Request-Id: req_7\r\n")
    with pytest.raises(Rejected) as error:
        client.send("GET", "/models", intent=Intent.READ)
    assert error.value.message == "GET /models answered 401 (request req_7): Incorrect API key provided: [key]"


def test_a_key_is_for_one_origin() -> None:
    key = Key(origin="https://api.example.com", value=SECRET)
    with pytest.raises(GptctlError, match="not sent to"):
        Client("http://127.0.0.1:1", key=key, headers={})
    assert SECRET not in repr(key)
