"""Answers from a server, and what is said of one that fails, hangs, lies or sends us elsewhere."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gptctl.core.conversation import Answer, Engine, Message, Role, Source, ToolCall
from gptctl.core.value import JSON
from gptctl.errors import NotDone, Rejected
from gptctl.providers.http.capped import BODY_LIMIT
from gptctl.providers.local.answer.asked import Asked
from gptctl.providers.local.answer.engines import Engines
from gptctl.providers.local.answer.trust import key_for
from gptctl.providers.local.settings import parse

GOOD: Mapping[str, JSON] = {
    "model": "big-model",
    "choices": [{"message": {"role": "assistant", "content": " Thirty days. "}}],
    "usage": {"prompt_tokens": 12, "completion_tokens": 3},
}


class Fake:
    """A server that gives one answer to everything and remembers what it was asked."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str], pause: float) -> None:
        self.requests: list[tuple[str, Mapping[str, str], dict[str, JSON]]] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                with suppress(ConnectionError):  # whoever asked may have had enough
                    self.answer()

            def answer(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
                fake.requests.append((self.path, dict(self.headers), sent))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for byte in range(0, len(body), max(len(body) // 20, 1)):
                    time.sleep(pause)
                    self.wfile.write(body[byte : byte + max(len(body) // 20, 1)])

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


@contextmanager
def serving(
    body: "JSON | bytes" = GOOD, *, status: int = 200, headers: Mapping[str, str] | None = None, pause: float = 0.0
) -> Iterator[Fake]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    fake = Fake(status, raw, {"content-type": "application/json", **(headers or {})}, pause)
    thread = threading.Thread(target=fake.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        fake.server.shutdown()
        fake.server.server_close()
        thread.join(10)


def ask(
    url: str,
    attrs: Mapping[str, JSON] | None = None,
    *,
    timeout: int = 30,
    environ: Mapping[str, str] | None = None,
    found: tuple[Source, ...] = (),
    heard: list[str] | None = None,
) -> Answer:
    engines = Engines(parse({"base_url": url, "timeout": timeout}), Path("nowhere"), environ or {})
    messages = (Message(role=Role.USER, text="How long is leave?"),)
    try:
        asked = Asked(attrs=attrs or {"model": "m"}, messages=messages, question="", sources=found)
        return engines.answer(asked, (lambda _: None) if heard is None else heard.append)
    finally:
        engines.close()


def test_an_answer_says_who_gave_it_and_what_it_took() -> None:
    with serving() as fake:
        answer = ask(fake.url)
    assert (answer.text, answer.engine, answer.model) == ("Thirty days.", Engine.SERVER, "big-model")
    assert answer.usage["completion_tokens"] == 3


def streamed(*chunks: JSON) -> bytes:
    return b"".join(b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in chunks) + b"data: [DONE]\n\n"


def said(content: str, **also: JSON) -> JSON:
    return {"model": "big-model", "choices": [{"delta": {"content": content}, **also}]}


END = said("", finish_reason="stop")
EVENTS = {"content-type": "text/event-stream"}


def test_an_answer_is_shown_while_it_comes_and_without_the_space_around_it() -> None:
    heard: list[str] = []
    chunks = [said(piece) for piece in (" \n", " Thirty", " ", "days", ".\n\nNo more.", "\n ")]
    usage: JSON = {"choices": [], "usage": {"completion_tokens": 3}}
    with serving(streamed(*chunks, END, usage), headers=EVENTS) as fake:
        answer = ask(fake.url, heard=heard)
    assert answer.text == "".join(heard) == "Thirty days.\n\nNo more."
    assert heard == ["Thirty", " days", ".\n\nNo more."]
    assert (answer.model, answer.usage) == ("big-model", {"completion_tokens": 3})


def test_an_answer_in_one_piece_is_shown_in_one() -> None:
    heard: list[str] = []
    with serving() as fake:
        assert ask(fake.url, heard=heard).text == "Thirty days."
    assert heard == ["Thirty days."]


def test_calls_of_tools_are_put_together() -> None:
    first: JSON = [{"index": n, "id": f"c{n}", "function": {"name": "lookup", "arguments": ""}} for n in range(2)]
    rest: JSON = [{"index": n, "function": {"arguments": f'{{"id": {n}}}'}} for n in range(2)]
    chunks: list[JSON] = [{"choices": [{"delta": {"tool_calls": part}}]} for part in (first, rest)]
    with serving(streamed(*chunks, END), headers=EVENTS) as fake:
        answer = ask(fake.url)
    assert answer.tool_calls == tuple(ToolCall(id=f"c{n}", name="lookup", arguments=f'{{"id": {n}}}') for n in range(2))


WHOLE = streamed(said("Thirty"), said(" days."), END)
CUT: Mapping[str, tuple[bytes, Mapping[str, str]]] = {
    "before its end": (streamed(said("Thirty")), EVENTS),
    "in the middle": (WHOLE[:90], {**EVENTS, "content-length": str(len(WHOLE))}),
    "by an error": (streamed(said("Thirty"), {"error": {"message": "out of memory"}}), EVENTS),
    "by what is no event": (b"data: <html>\n\n", EVENTS),
}


@pytest.mark.parametrize("how", CUT)
def test_an_answer_that_breaks_off_is_none(how: str) -> None:
    body, headers = CUT[how]
    with serving(body, headers=headers) as fake, pytest.raises(NotDone, match=fake.url):
        ask(fake.url)
    assert len(fake.requests) == 1


def test_an_answer_rests_on_what_the_server_was_given() -> None:
    short, long, left_out = (
        Source(file=f"{n}.md", heading="Leave", text="Thirty days. " * length, score=1.0)
        for n, length in enumerate((1, 100_000, 1))
    )
    with serving() as fake:
        answer = ask(fake.url, found=(short, long, left_out))
    assert [source.file for source in answer.sources] == ["0.md", "1.md"]
    ((_, _, sent),) = fake.requests
    assert all(source.text in json.loads(json.dumps(sent))["messages"][-1]["content"] for source in answer.sources)


def test_everything_declared_is_sent_in_the_words_of_the_api() -> None:
    tool: JSON = {"type": "function", "name": "lookup", "description": "Looks up.", "parameters": {"type": "object"}}
    attrs: Mapping[str, JSON] = {
        "model": "m",
        "instructions": "Be brief.",
        "parameters": {"temperature": 0, "max_output_tokens": 50, "reasoning": "low"},
        "tools": [tool, {"type": "mcp", "name": "x", "url": "https://example.org"}],
        "output": {"schema": {"type": "object"}},
    }
    with serving() as fake:
        ask(fake.url, attrs)
    ((path, _, sent),) = fake.requests
    assert path == "/v1/chat/completions"
    assert sent == {
        "stream": True,
        "stream_options": {"include_usage": True},
        "model": "m",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "How long is leave?"}],
        "temperature": 0,
        "max_tokens": 50,
        "reasoning_effort": "low",
        "tools": [
            {
                "type": "function",
                "function": {"name": "lookup", "description": "Looks up.", "parameters": {"type": "object"}},
            }
        ],
        "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object"}}},
    }


def test_a_call_of_a_tool_comes_back_as_one() -> None:
    call: JSON = {"id": "c1", "type": "function", "function": {"name": "lookup", "arguments": '{"id": 1}'}}
    with serving({"choices": [{"message": {"content": None, "tool_calls": [call]}}]}) as fake:
        answer = ask(fake.url)
    assert answer.text == ""
    assert answer.tool_calls == (ToolCall(id="c1", name="lookup", arguments='{"id": 1}'),)


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (400, Rejected, "answered 400"),
        (401, Rejected, "answered 401"),
        (404, Rejected, "answered 404"),
        (429, NotDone, "answered 429"),
        (500, NotDone, "answered 500"),
    ],
)
def test_a_failure_is_named_and_not_tried_again(status: int, error: type[NotDone], said: str) -> None:
    with serving({"error": {"message": "no"}}, status=status) as fake, pytest.raises(NotDone, match=said) as raised:
        ask(fake.url)
    assert type(raised.value) is error
    assert raised.value.advice
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    "body",
    [b"not json", b"\xff", b"[" * 100_000, b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": 1}]}'],
    ids=range(7),
)
def test_what_is_no_answer_is_said_to_be_none(body: bytes) -> None:
    with serving(body) as fake, pytest.raises(NotDone, match=fake.url):
        ask(fake.url)


def test_a_redirect_is_not_followed() -> None:
    with serving() as elsewhere, serving(b"", status=307, headers={"location": elsewhere.url}) as fake:
        with pytest.raises(NotDone, match="answered 307"):
            ask(fake.url)
        assert not elsewhere.requests


def test_an_answer_that_drips_is_ended_in_time() -> None:
    with serving(json.dumps(GOOD).encode(), pause=0.3) as fake, pytest.raises(NotDone, match="took too long"):
        ask(fake.url, timeout=1)


def test_an_answer_without_end_is_cut() -> None:
    with serving(b" " * (BODY_LIMIT + 1)) as fake, pytest.raises(NotDone, match="more than"):
        ask(fake.url)


def test_a_server_that_is_not_there_is_named() -> None:
    with serving() as fake:
        url = fake.url
    with pytest.raises(NotDone, match="gave no answer"):
        ask(url)


def test_the_key_goes_to_this_machine_and_to_hosts_named_outside_the_repository() -> None:
    environ = {"GPTCTL_LOCAL_API_KEY": "k", "OPENAI_API_KEY": "never"}
    assert key_for("http://127.0.0.1:1/v1", environ) == "k"
    assert key_for("http://[::1]:1/v1", environ) == "k"
    assert key_for("http://localhost:1/v1", environ) == "k"
    assert key_for("https://evil.example/v1", environ) == "none"
    assert key_for("https://127.0.0.1.evil.example/v1", environ) == "none"
    assert key_for("https://gpu.example/v1", {**environ, "GPTCTL_LOCAL_TRUST": "other, GPU.example"}) == "k"
    assert key_for("http://127.0.0.1:1/v1", {}) == "none"


def test_only_our_key_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "do-not-send")
    with serving() as fake:
        ask(fake.url, environ={"GPTCTL_LOCAL_API_KEY": "ours"})
    ((_, headers, _),) = fake.requests
    assert headers["authorization"] == "Bearer ours"
    assert "do-not-send" not in str(headers)
