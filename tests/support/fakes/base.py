"""A stateful fake of a provider, spoken to over real HTTP on the loopback.

A provider's fake is a subclass whose methods carry `@route`. It keeps its own state; this base gives it a server, a
journal of what was asked, and trouble on command:

    class FakeThings(Fake):
        @route("GET", "/v1/things/{id}")
        def thing(self, request: Request, id: str) -> Reply: ...

    with FakeThings() as fake:
        fake.trouble(Trouble.LOSE_ANSWER, "POST", "/v1/things")
        ...  # talk to fake.url
        assert [asked.path for asked in fake.asked("POST")] == ["/v1/things"]
"""

import inspect
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.support.fakes.trouble import Plan, Trouble

HANG_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a multipart form."""

    field: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    fields: Mapping[str, str]
    files: Sequence[File]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`path` is decoded; `query` has the last value of a name that comes twice, `pairs` all of them. Headers are in lower case."""

    method: str
    path: str
    pairs: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> Mapping[str, str]:
        return dict(self.pairs)

    @property
    def json(self) -> Any:
        """The body; `{}` when there is none. Raises Refusal for what is no JSON."""
        try:
            return json.loads(self.body) if self.body else {}
        except ValueError:
            raise Refusal(400, {"error": {"message": "the body is no JSON"}}) from None

    @property
    def form(self) -> Form:
        head = f"content-type: {self.headers.get('content-type', '')}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + self.body)
        parts = [part for part in message.iter_parts()]
        names = [_parameter(part, "name") for part in parts]
        pairs = list(zip(names, parts, strict=True))
        return Form(
            fields={name: _content(part).decode() for name, part in pairs if not _parameter(part, "filename")},
            files=[
                File(field=name, name=filename, media_type=part.get_content_type(), content=_content(part))
                for name, part in pairs
                if (filename := _parameter(part, "filename"))
            ],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`body` is sent as it is when it is bytes, else as JSON; None sends an empty body."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Refusal(Exception):
    """Raised by a route to answer with an error body."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.reply = Reply(status=status, body=body, headers=headers or {})


Action = Callable[..., Reply]


def route(method: str, pattern: str) -> Callable[[Action], Action]:
    """Serve `METHOD pattern` with this method. `{name}` takes one segment of the path and becomes an argument.

    Of two patterns that fit, the one with fewer names counts.
    """

    def mark(action: Action) -> Action:
        action.__dict__.setdefault("routes", []).append((method, pattern))
        return action

    return mark


def events(*items: tuple[str, Any]) -> Reply:
    """Server-sent events: pairs of the event's name (may be empty) and its data."""
    texts = [f"event: {name}\n" * bool(name) + f"data: {json.dumps(data)}\n\n" for name, data in items]
    return Reply(body="".join(texts).encode(), headers={"content-type": "text/event-stream"})


class Fake:
    """Serves the routes of its subclass while it is entered. One request acts at a time."""

    def __init__(self) -> None:
        self.journal: list[Request] = []
        self.lock = threading.RLock()
        self._plans: list[Plan] = []
        self._closing = threading.Event()
        self._routes = sorted(_routes_of(self), key=lambda entry: entry[2])
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """The origin, without a path."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def trouble(
        self,
        kind: Trouble,
        method: str = "*",
        path: str = "*",
        *,
        times: int = 1,
        skip: int = 0,
        retry_after: str = "0",
    ) -> None:
        """Misbehave at the next `times` requests of this method and path (`*` stands for any part), after `skip`
        good ones.
        """
        self._plans.append(Plan(kind=kind, method=method, path=path, times=times, skip=skip, retry_after=retry_after))

    def asked(self, method: str = "*", path: str = "*") -> Sequence[Request]:
        """The requests so far, those that were refused too."""
        wanted = Plan(kind=Trouble.NONE, method=method, path=path)
        return [one for one in self.journal if wanted.fits(one.method, one.path)]

    def check(self, request: Request) -> None:
        """Look at every request before it acts, such as for its key. Raise Refusal to turn it away."""

    def unknown(self, request: Request) -> Reply:
        """What the provider says about a path it does not have."""
        return Reply(status=404, body={"error": {"message": f"no route {request.method} {request.path}"}})

    def answer(self, request: Request) -> tuple[Reply, Trouble]:
        """Act, and say how the answer is to be spoilt."""
        with self.lock:
            self.journal.append(request)
            plan = next((plan for plan in self._plans if plan.due(request.method, request.path)), None)
            kind = Trouble.NONE if plan is None else plan.kind
            early = {
                Trouble.BUSY: lambda: Reply(
                    status=429,
                    body=_error("too many requests"),
                    headers={"retry-after": plan.retry_after if plan else "0"},
                ),
                Trouble.FAIL_BEFORE: lambda: Reply(status=500, body=_error("broken")),
                Trouble.UNAVAILABLE: lambda: Reply(status=503, body=_error("unavailable")),
            }
            if kind in early:
                return early[kind](), Trouble.NONE
            if kind is Trouble.DROP:
                return Reply(), Trouble.LOSE_ANSWER
            reply = self._act(request)
        if kind is Trouble.FAIL_AFTER:
            return Reply(status=500, body=_error("broken")), Trouble.NONE
        if kind is Trouble.HANG:
            self._closing.wait(HANG_SECONDS)
        return reply, kind

    def _act(self, request: Request) -> Reply:
        try:
            self.check(request)
            for method, pattern, _, action in self._routes:
                found = pattern.fullmatch(request.path)
                if method == request.method and found:
                    return action(request, **found.groupdict())
            return self.unknown(request)
        except Refusal as refusal:
            return refusal.reply


def _routes_of(fake: Fake) -> Iterator[tuple[str, re.Pattern[str], int, Action]]:
    for _, action in inspect.getmembers(type(fake), inspect.isfunction):
        for method, pattern in getattr(action, "routes", ()):
            names = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(pattern))
            yield method, re.compile(names), pattern.count("{"), action.__get__(fake)


def _handler(fake: Fake) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            request = Request(
                method=self.command,
                path=unquote(parts.path),
                pairs=parse_qsl(parts.query, keep_blank_values=True),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=_body(self),
            )
            reply, trouble = fake.answer(request)
            self._send(reply, trouble)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve

        def _send(self, reply: Reply, trouble: Trouble) -> None:
            content = reply.content
            if trouble is Trouble.LOSE_ANSWER:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in {"content-type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            if trouble is Trouble.TRUNCATE:
                content = content[: len(content) // 2]
                self.close_connection = True
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name it has in the library
            """Say nothing: the journal has it."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # the client went away, which clients under test do
                self.close_connection = True

    return Handler


def _body(handler: BaseHTTPRequestHandler) -> bytes:
    if handler.headers.get("transfer-encoding", "").lower() == "chunked":
        return b"".join(_chunks(handler))
    return handler.rfile.read(int(handler.headers.get("content-length") or 0))


def _chunks(handler: BaseHTTPRequestHandler) -> Iterator[bytes]:
    while size := int(handler.rfile.readline().split(b";")[0], 16):
        yield handler.rfile.read(size)
        handler.rfile.readline()
    handler.rfile.readline()


def _parameter(part: Message, name: str) -> str:
    value = part.get_param(name, "", "content-disposition")
    return value if isinstance(value, str) else str(value[2])


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _error(message: str) -> Any:
    return {"error": {"message": message, "type": "server_error", "code": None, "param": None}}
