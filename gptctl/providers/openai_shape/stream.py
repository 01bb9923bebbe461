"""An answer while it is being written: server-sent events, read by the openai package."""

from collections.abc import Callable
from typing import Any

from gptctl.core.value import Attrs
from gptctl.providers.api import mapping
from gptctl.providers.http import Intent
from gptctl.providers.http.deadline import deadline
from gptctl.providers.openai_shape.failures import translated
from gptctl.providers.openai_shape.sdk import Sdk

ANSWER_DEADLINE = 600.0
"""Seconds for a whole answer: a model that reasons may take minutes before its first word."""


def stream(sdk: Sdk, path: str, body: Attrs, on_event: Callable[[Attrs], None]) -> None:
    """POST and hand over every event. Raises ProviderError; the deadline is for the whole stream."""
    from openai import Stream  # noqa: PLC0415 -- half a second to load

    connection = sdk.connected()
    options: Any = {"headers": connection.headers_for(path), "timeout": ANSWER_DEADLINE}
    with deadline(ANSWER_DEADLINE), translated(f"POST {path}", Intent.WRITE, connection.client):
        events: Any = connection.sdk.post(
            path,
            cast_to=object,
            body={**body, "stream": True},
            options=options,
            stream=True,
            stream_cls=Stream[object],
        )
        with events:
            for event in events:
                on_event(mapping(event))
