"""Streams of events against everything a server can do to them."""

import json
from collections.abc import Iterator

import pytest

from gptctl.core.value import Attrs
from gptctl.errors import NotDone, Rejected, TryLater, Unknown
from gptctl.providers.http import Client, Gone, Intent, Key, Pace, Streams, origin_of
from gptctl.providers.http.capped import BODY_LIMIT
from gptctl.providers.http.events import LINE_LIMIT
from tests.support.chaos import Behaviour, Chaos, answer, chaos, raw, reset

SECRET = "sk-canary-0123456789"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
CHUNKED = HEAD.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")


@pytest.fixture
def server() -> Iterator[Chaos]:
    with chaos() as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def streams(server: Chaos, pauses: list[float]) -> Iterator[Streams]:
    def connect() -> Client:
        key = Key(origin=origin_of(server.url), value=SECRET)
        headers = {"authorization": f"Bearer {SECRET}", "accept": "application/json"}
        return Client(server.url, key=key, headers=headers, within=2, pace=Pace(whole=3, idle=1))

    made = Streams(connect, sleep=pauses.append)
    yield made
    made.close()


def heard(streams: Streams, intent: Intent = Intent.WRITE) -> list[Attrs]:
    with streams.open("POST", "/say", intent=intent, json={"stream": True}) as events:
        return list(events)


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def test_events_come_one_by_one_however_they_are_cut(server: Chaos, streams: Streams) -> None:
    told = [{"text": "Übung 🚆"}, {"text": "line\nline"}, {"n": 3}]
    body = b": hello\r\n\r\n" + "".join(
        f"event: x\r\nid: 1\ndata: {json.dumps(one, ensure_ascii=False)}\n\n" for one in told
    ).encode()  # fmt: skip
    for size in (1, 7, len(body)):
        pieces = [chunk(body[at : at + size]) for at in range(0, len(body), size)]
        server.behave = raw(CHUNKED, *pieces, b"0\r\n\r\n")
        assert heard(streams) == told
    assert b"accept: text/event-stream" in server.requests[0].lower()


def test_the_first_event_is_there_before_the_last_was_sent(server: Chaos, streams: Streams) -> None:
    server.behave = raw(HEAD, b'data: {"n": 1}\n\n', b'data: {"n": 2}\n\n', pause=0.5)
    with streams.open("GET", "/listen", intent=Intent.READ) as events:
        assert next(events) == {"n": 1}
        assert len(server.requests) == 1
        server.behave = answer(b'{"meanwhile": true}')


def test_data_in_several_lines_is_one_and_what_follows_done_is_not_read(server: Chaos, streams: Streams) -> None:
    server.behave = raw(HEAD, b'data: {"n":\ndata: 1}\n\ndata:{"n":2}\n\ndata: [DONE]\n\ndata: {"n": 3}\n\n')
    assert heard(streams) == [{"n": 1}, {"n": 2}]


def test_an_event_without_its_end_is_none(server: Chaos, streams: Streams) -> None:
    server.behave = raw(HEAD, b'data: {"n": 1}\n\ndata: {"n": 2}\n')
    assert heard(streams) == [{"n": 1}]


BROKEN: dict[str, Behaviour] = {
    "cut in the middle": raw(CHUNKED, chunk(b'data: {"n": 1}\n\n')),
    "shorter than it said": raw(
        HEAD.replace(b"Connection", b"Content-Length: 99\r\nConnection"), b'data: {"n": 1}\n\n'
    ),
    "reset": reset,
    "no json": raw(HEAD, b"data: <html>\n\n"),
    "no object": raw(HEAD, b"data: 5\n\n"),
    "deep": raw(HEAD, b"data: " + b"[" * 100_000 + b"\n\n"),
    "a line without end": raw(HEAD, b"data: " + b"x" * 500_000, b"x" * 500_000, times=LINE_LIMIT // 250_000),
    "without end": raw(HEAD, b"data: {}\n\n:" + b"x" * 1_000_000 + b"\n", times=BODY_LIMIT // 500_000),
    "standing still": raw(HEAD, b'data: {"n": 1}\n\n', pause=8),
    "dripping": raw(HEAD, *[b": still here\n"] * 40, pause=0.2),
    "no stream": answer(b"{}", headers="Content-Type: application/json\r\n"),
    "compressed": raw(HEAD.replace(b"Connection", b"Content-Encoding: gzip\r\nConnection")),
    "server error": answer(b"{}", status="500 Internal Server Error"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_stream_that_breaks_is_unknown_and_not_asked_for_again(
    server: Chaos, streams: Streams, name: str, pauses: list[float]
) -> None:
    server.behave = BROKEN[name]
    with pytest.raises(Unknown, match="POST /say"):
        heard(streams)
    assert (len(server.requests), pauses) == (1, [])


def test_a_stream_that_only_reads_is_opened_again_but_not_once_it_was_open(
    server: Chaos, streams: Streams, pauses: list[float]
) -> None:
    server.behave = answer(b"{}", status="503 Unavailable")
    with pytest.raises(NotDone):
        heard(streams, Intent.READ)
    assert len(pauses) == 4
    server.behave = BROKEN["cut in the middle"]
    with pytest.raises(NotDone):
        heard(streams, Intent.READ)
    assert len(pauses) == 4


def test_a_refusal_is_certain_and_a_busy_signal_is_waited_for(
    server: Chaos, streams: Streams, pauses: list[float]
) -> None:
    for status, error in (("404 Not Found", Gone), ("400 Bad Request", Rejected), ("302 Found", Rejected)):
        server.behave = answer(b'{"message": "no"}', status=status, headers="Location: http://127.0.0.2/\r\n")
        with pytest.raises(error):
            heard(streams)
    assert pauses == []
    server.behave = answer(b"", status="429 Too Many Requests", headers="Retry-After: 7\r\n")
    with pytest.raises(TryLater):
        heard(streams)
    assert pauses == [7] * 4


def test_the_key_is_in_nothing_that_comes_back(server: Chaos, streams: Streams) -> None:
    server.behave = raw(HEAD, f'data: {{"error": "bad key {SECRET}"}}\n\n'.encode())
    assert heard(streams) == [{"error": "bad key [key]"}]


def test_what_goes_wrong_while_reading_is_not_taken_for_the_streams_fault(server: Chaos, streams: Streams) -> None:
    server.behave = raw(HEAD, b"data: {}\n\n")
    with pytest.raises(ZeroDivisionError), streams.open("GET", "/listen", intent=Intent.READ):
        _ = 1 / 0
