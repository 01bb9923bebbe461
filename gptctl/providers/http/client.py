"""Send one request, and say what came of it."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from types import MappingProxyType
from typing import Protocol

import httpx2

from gptctl.core.value import JSON, Attrs
from gptctl.errors import GptctlError, NotDone
from gptctl.providers.http.body import parsed
from gptctl.providers.http.capped import Capped
from gptctl.providers.http.deadline import deadline, transport
from gptctl.providers.http.events import events
from gptctl.providers.http.failure import Intent, of_status, unanswered
from gptctl.providers.http.keys import Key, origin_of

DEADLINE = 120.0
"""Seconds for a whole request; the engine's recovery counts on it."""

EVENTS = "text/event-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long an answer that comes piece by piece may take in all, and between two pieces, in seconds."""

    whole: float
    idle: float


ANSWERING = Pace(whole=600.0, idle=180.0)
"""A model that reasons may take minutes before its first word."""

NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A success. `json` is None when the body is empty."""

    status: int
    json: JSON
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file for a multipart form, beside the form's plain fields."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"
    field_name: str = "file"
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Sender(Protocol):
    """Whatever sends a request: the client itself, or a wrapper that adds a behaviour."""

    def send(
        self,
        method: str,
        path: str,
        *,
        intent: Intent,
        json: JSON = None,
        params: Mapping[str, str] | None = None,
        upload: Upload | None = None,
    ) -> Reply:
        """Send one request and read its answer. Raises ProviderError, sorted as in `failure`."""
        ...

    def close(self) -> None: ...


class Client:
    """Requests to one origin, with its key. Safe to use from several threads; `at_once` of them are served together.

    It never retries and never follows a redirect. Every request ends within the deadline; a body over the limit is
    refused. The key's value is cut out of whatever the other side says.
    """

    def __init__(
        self,
        base_url: str,
        *,
        key: Key | None,
        headers: Mapping[str, str],
        at_once: int = 8,
        within: float = DEADLINE,
        pace: Pace = ANSWERING,
    ) -> None:
        if key is not None and key.origin != origin_of(base_url):
            raise GptctlError(f"a key for {key.origin} is not sent to {origin_of(base_url)}")
        self._base = base_url.rstrip("/")
        self._key = key
        self._within = within
        self._pace = pace
        self._turns = BoundedSemaphore(at_once)
        self._http = httpx2.Client(
            headers={"accept-encoding": "identity", **headers},
            transport=Capped(transport(connections=at_once)),
            follow_redirects=False,
            trust_env=False,
            timeout=within,
        )

    @property
    def origin(self) -> str:
        return origin_of(self._base)

    @property
    def http(self) -> httpx2.Client:
        """For an SDK that wants to bring its own requests: the same transport, the same limits."""
        return self._http

    def close(self) -> None:
        self._http.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        intent: Intent,
        json: JSON = None,
        params: Mapping[str, str] | None = None,
        upload: Upload | None = None,
    ) -> Reply:
        return self._exchange(self._request(method, path, json, params, upload), f"{method} {path}", intent)

    def transmit(
        self, path: str, content: bytes, *, headers: Mapping[str, str], params: Mapping[str, str], intent: Intent
    ) -> Reply:
        """POST bytes as they are, under headers of their own: one step of an upload that is no form."""
        url = f"{self._base}/{path.lstrip('/')}"
        request = self._http.build_request("POST", url, params=params, content=content, headers=headers)
        return self._exchange(request, f"POST {path}", intent)

    def ask_where(self, path: str, fields: Mapping[str, str], *, intent: Intent) -> Mapping[str, str]:
        """POST a form that is answered with another address, which is not followed: the headers of that answer."""
        url, what = f"{self._base}/{path.lstrip('/')}", f"POST {path}"
        request = self._http.build_request("POST", url, files={name: (None, text) for name, text in fields.items()})
        with self._turns, deadline(self._within), self._sorted(what, intent), self._streamed(request) as response:
            body = b"".join(response.iter_raw())
        if not response.is_redirect:
            self._reply(response, body, what, intent)
            raise unanswered(f"{what} gave no other address", intent)
        return {name.lower(): value for name, value in response.headers.items()}

    @contextmanager
    def stream(
        self, method: str, path: str, *, intent: Intent, json: JSON = None, params: Mapping[str, str] | None = None
    ) -> Iterator[Iterator[Attrs]]:
        """The events of one answer as they come, each a JSON object. Raises as `send`, while they are read too."""
        url, what = f"{self._base}/{path.lstrip('/')}", f"{method} {path}"
        limits = httpx2.Timeout(self._within, read=self._pace.idle)
        request = self._http.build_request(
            method, url, params=params, json=json, headers={"accept": EVENTS}, timeout=limits
        )
        with self._turns, deadline(self._pace.whole), ExitStack() as stack:
            with self._sorted(what, intent):
                response = stack.enter_context(self._streamed(request))
                self._expect_events(response, what, intent)
            yield self._events(response, what, intent)

    def _expect_events(self, response: httpx2.Response, what: str, intent: Intent) -> None:
        if not response.is_success:
            self._reply(response, b"".join(response.iter_raw()), what, intent)
        if not response.headers.get("content-type", "").startswith(EVENTS):
            raise unanswered(f"{what} answered with something that is no stream of events", intent)

    def _events(self, response: httpx2.Response, what: str, intent: Intent) -> Iterator[Attrs]:
        with self._sorted(what, intent):
            yield from events(
                response.iter_raw(), clean=self.redacted, broken=lambda wrong: unanswered(f"{what} {wrong}", intent)
            )

    @contextmanager
    def _sorted(self, what: str, intent: Intent) -> Iterator[None]:
        """What went wrong on the way, by what may have happened."""
        try:
            yield
        except NEVER_SENT as error:
            raise NotDone(f"{what} was not sent: {self.redacted(str(error))}") from None
        except httpx2.HTTPError as error:
            reason = self.redacted(str(error)) or type(error).__name__
            raise unanswered(f"{what} got no answer: {reason}", intent) from None

    def _exchange(self, request: httpx2.Request, what: str, intent: Intent) -> Reply:
        with self._turns, deadline(self._within), self._sorted(what, intent), self._streamed(request) as response:
            body = b"".join(response.iter_raw())
        return self._reply(response, body, what, intent)

    def _request(
        self,
        method: str,
        path: str,
        json: JSON,
        params: Mapping[str, str] | None,
        upload: Upload | None,
    ) -> httpx2.Request:
        url = f"{self._base}/{path.lstrip('/')}"
        if upload is not None:
            files = {upload.field_name: (upload.name, upload.content, upload.media_type)}
            return self._http.build_request(method, url, params=params, data=dict(upload.fields), files=files)
        return self._http.build_request(method, url, params=params, json=json)

    @contextmanager
    def _streamed(self, request: httpx2.Request) -> Iterator[httpx2.Response]:
        response = self._http.send(request, stream=True)
        try:
            yield response
        finally:
            response.close()

    def _reply(self, response: httpx2.Response, body: bytes, what: str, intent: Intent) -> Reply:
        headers = {name.lower(): value for name, value in response.headers.items()}
        if not response.is_success:
            text = body.decode("utf-8", "replace")
            raise of_status(response.status_code, text, headers, what=what, intent=intent, clean=self.redacted)
        return Reply(status=response.status_code, json=parsed(body, what, intent), headers=headers)

    def redacted(self, text: str) -> str:
        """The text without the key, whoever wrote it."""
        return text if self._key is None else self._key.cut_out_of(text)
