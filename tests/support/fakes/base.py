"""A stateful fake of a provider, spoken to over real HTTP on the loopback.

A provider's fake is a subclass whose methods carry `@route`. It keeps its own state; this base gives it a server, a
journal of what was asked, and trouble on command:

    class FakeThings(Fake):
        @route("GET", "/v1/things/{id_}")
        def thing(self, request: Request, id_: str) -> Reply: ...

    with FakeThings() as fake:
        fake.trouble(Trouble.LOSE_ANSWER, "POST", "/v1/things")
        ...  # talk to fake.url
        assert [asked.path for asked in fake.asked("POST")] == ["/v1/things"]
"""

import inspect
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

from tests.support.fakes.messages import Refusal, Reply, Request
from tests.support.fakes.server import Server
from tests.support.fakes.trouble import Plan, Trouble

HANG_SECONDS = 5.0

Action = Callable[..., Reply]


def route(method: str, pattern: str) -> Callable[[Action], Action]:
    """Serve `METHOD pattern` with this method. `{name}` takes one segment of the path and becomes an argument.

    Of two patterns that fit, the one with fewer names counts.
    """

    def mark(action: Action) -> Action:
        action.__dict__.setdefault("routes", []).append((method, pattern))
        return action

    return mark


class Fake:
    """Serves the routes of its subclass while it is entered. One request acts at a time."""

    hang_seconds = HANG_SECONDS

    def __init__(self) -> None:
        self.journal: list[Request] = []
        self.lock = threading.RLock()
        self._plans: list[Plan] = []
        self._closing = threading.Event()
        self._routes = sorted(_routes_of(self), key=lambda entry: entry[2])
        self._server = Server(self.answer)
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

    def trouble(self, kind: Trouble, method: str = "*", path: str = "*", *, times: int = 1, skip: int = 0) -> Plan:
        """Misbehave at the next `times` requests of this method and path, after `skip` good ones.

        `*` stands for any part of either. The plan's `times` go down as it is carried out.
        """
        plan = Plan(kind=kind, method=method, path=path, times=times, skip=skip)
        self._plans.append(plan)
        return plan

    def fail_reads(self, good: int) -> None:
        """Break at every read after so many good ones; what was ordered before is forgotten."""
        self._plans.clear()
        self.trouble(Trouble.FAIL_BEFORE, "GET", times=1_000_000, skip=good)

    def asked(self, method: str = "*", path: str = "*") -> Sequence[Request]:
        """The requests so far, those that were refused too."""
        wanted = Plan(kind=Trouble.NONE, method=method, path=path)
        return [one for one in self.journal if wanted.fits(one.method, one.path)]

    def check(self, request: Request) -> None:
        """Look at every request before it acts, such as for its key. Raise Refusal to turn it away."""

    def unknown(self, request: Request) -> Reply:
        """What the provider says about a path that it does not have."""
        return Reply(status=404, body=self.error(404, f"no route {request.method} {request.path}"))

    def error(self, status: int, message: str) -> Any:
        """The provider's own form of an error body."""
        return {"error": {"message": message, "type": "server_error" if status >= 500 else "invalid_request_error"}}

    def answer(self, request: Request) -> tuple[Reply, Trouble]:
        """Act, and say how the answer is to be spoilt."""
        with self.lock:
            self.journal.append(request)
            plan = next((plan for plan in self._plans if plan.due(request.method, request.path)), None)
            kind = Trouble.NONE if plan is None else plan.kind
            instead = self._instead(kind)
            if instead is not None:
                return instead
            reply = self._act(request)
        if kind is Trouble.FAIL_AFTER:
            return Reply(status=500, body=self.error(500, "broken")), Trouble.NONE
        if kind is Trouble.HANG:
            self._closing.wait(self.hang_seconds)
        return reply, kind

    def _instead(self, kind: Trouble) -> tuple[Reply, Trouble] | None:
        """The answer to a request that is not acted upon."""
        match kind:
            case Trouble.BUSY:
                reply = Reply(status=429, body=self.error(429, "slow down"), headers={"retry-after": "0"})
            case Trouble.FAIL_BEFORE:
                reply = Reply(status=500, body=self.error(500, "broken"))
            case Trouble.DROP:
                return Reply(), Trouble.LOSE_ANSWER
            case _:
                return None
        return reply, Trouble.NONE

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
