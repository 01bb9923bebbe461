"""What LiteLLM logs: the payload of its callbacks, and the rows of its table of spending."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources import pair
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.generation import around, generated
from gptctl.logs.sources.parts import kind
from gptctl.logs.sources.rows import Row, Unfit, each, share
from gptctl.logs.sources.shapes import first, instant, mapping, maps, opened, text

NOT_STORED = "LiteLLM stored no prompt here: set store_prompts_in_spend_logs in its general_settings"
REDACTED = "LiteLLM was told not to log what is said, and put a placeholder in its place"

_PLACEHOLDER = "redacted-by-litellm"
_TALK = ("completion", "response", "messages")
"""One of these is in the names of all calls in which something is said, such as `acompletion` or `aresponses`."""


class Reader:
    """One row is one conversation. What is no chat, such as an embedding, is rejected with the name of its call.

    Rows of one session that begin with the same question and answer are one conversation, of which the longest is kept.
    """

    shape = "litellm"
    title = "LiteLLM callback payloads and SpendLogs"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, _is_mine, 95)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return each(self.shape, files, _read)


def _is_mine(value: Attrs) -> bool:
    payload = _payload(value)
    return "call_type" in payload and ("startTime" in payload or "litellm_call_id" in payload)


def _read(row: Row) -> Iterable[Item]:
    payload = _payload(row.value)
    request = _request(payload)
    response = opened(payload.get("response"))
    _check(payload, request)
    if payload.get("status") == "failure" and not mapping(response):
        response = {"error": text(payload.get("error_str")) or "the call failed"}
    generation = pair.generation(pair.Pair(request=request, response=response or None))
    known = replace(
        around(payload),
        native=first(payload, "id", "request_id", "litellm_call_id"),
        user=first(payload, "end_user") or first(request, "user"),  # the table's `user` owns the key
        started=instant(payload.get("startTime")),
        ended=instant(payload.get("endTime")),
        provider=text(payload.get("custom_llm_provider")),
    )
    return [generated(row.place, generation, known)]


def _check(payload: Attrs, request: Attrs) -> None:
    """Raises Unfit for what nobody said, or nobody can read."""
    called = kind(payload.get("call_type"))
    if not any(word in called for word in _TALK):
        raise Unfit(f"a call of the type {called} is no conversation")
    if not request.get("messages") and not request.get("input"):
        raise Unfit(NOT_STORED)
    if _PLACEHOLDER in [request.get("input"), *(one.get("content") for one in maps(request.get("messages")))]:
        raise Unfit(REDACTED)


def _payload(value: Attrs) -> Attrs:
    return mapping(opened(value.get("standard_logging_object"))) or value


def _request(payload: Attrs) -> Attrs:
    """The body that the proxy was sent, where it was stored; else messages and parameters as the callback has them."""
    sent = mapping(pair.unwrapped(payload.get("proxy_server_request")))
    said = opened(payload.get("messages"))
    if isinstance(said, str):
        said = [{"role": "user", "content": said}] if said else None
    elif mapping(said).get("messages"):
        said = mapping(said)["messages"]
    own: dict[str, JSON] = {"messages": said} if maps(said) and "input" not in sent else {}
    return {"model": payload.get("model"), **mapping(payload.get("model_parameters")), **sent, **own}
