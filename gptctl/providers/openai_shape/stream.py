"""An answer while it is being written: server-sent events, read by the openai package."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, TypeAlias

from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import mapping
from gptctl.providers.http import Client, Intent
from gptctl.providers.http.deadline import deadline
from gptctl.providers.openai_shape.failures import translated
from gptctl.providers.openai_shape.sdk import Connection, Sdk

Told: TypeAlias = AbstractContextManager[Iterable[object]]

ANSWER_DEADLINE = 600.0
"""Seconds for a whole answer: a model that reasons may take minutes before its first word."""


def stream(sdk: Sdk, path: str, body: Attrs, on_event: Callable[[Attrs], None]) -> None:
    """POST and hand over every event. Raises ProviderError; the deadline is for the whole stream."""
    with opened(sdk, "POST", path, {**body, "stream": True}) as events:
        for event in events:
            on_event(event)


@contextmanager
def opened(sdk: Sdk, method: str, path: str, body: Attrs | None = None) -> Iterator[Iterator[Attrs]]:
    """The events of one answer as they come. Raises ProviderError, while they are read too, as for a read or a write.

    The deadline is for the whole stream. That it ended is no proof that it was whole.
    """
    connection = sdk.connected()
    intent = Intent.READ if method == "GET" else Intent.WRITE
    with deadline(ANSWER_DEADLINE), ExitStack() as stack:
        with translated(f"{method} {path}", intent, connection.client):
            told = stack.enter_context(_asked(connection, method, path, body))
        yield _read(told, f"{method} {path}", intent, connection.client)


def _read(told: Iterable[object], what: str, intent: Intent, client: Client) -> Iterator[Attrs]:
    with translated(what, intent, client):
        for event in told:
            yield mapping(_clean(event, client.redacted))


def _clean(value: object, redacted: Callable[[str], str]) -> JSON:
    """Without the key, whoever wrote it there: an error may come as an event too."""
    match value:
        case str():
            return redacted(value)
        case Mapping():
            return {str(name): _clean(item, redacted) for name, item in value.items()}
        case list():
            return [_clean(item, redacted) for item in value]
        case int() | float():
            return value
        case _:
            return None


def _asked(connection: Connection, method: str, path: str, body: Attrs | None) -> Told:
    from openai import Stream  # noqa: PLC0415 -- half a second to load

    options = {"headers": connection.headers_for(path), "timeout": ANSWER_DEADLINE}
    streamed: Any = {"cast_to": object, "options": options, "stream": True, "stream_cls": Stream[object]}
    if method == "GET":
        got: Told = connection.sdk.get(path, **streamed)
        return got
    made: Told = connection.sdk.post(path, body=body, **streamed)
    return made
