"""A logged row as a request and its response, however the logger laid them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources import blocks, chat, responses
from gptctl.logs.sources.generation import Generation, failed
from gptctl.logs.sources.rows import Unfit
from gptctl.logs.sources.shapes import mapping, opened

SURE = 97
"""How sure a row with a request and its response is: what stands around them may look like many a log."""

_REQUEST = ("request", "request_body", "requestBody", "body", "params")
_RESPONSE = ("response", "response_body", "responseBody", "completion", "result")
_FOREIGN = frozenset(
    {"custom_id", "call_type", "litellm_call_id", "litellm_params", "signed_body_url", "response_status"}
)
"""Fields of batches, LiteLLM and Helicone, which have readers of their own."""


class Api(Enum):
    CHAT = auto()
    RESPONSES = auto()
    MESSAGES = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """`response` is a map, the pieces in which it was streamed, or nothing that makes sense."""

    request: Attrs
    response: JSON


def pair(value: Attrs) -> Pair | None:
    """`{"request": …, "response": …}` under any of their usual names, or both merged into one map."""
    response = next((found for name in _RESPONSE if _is_body(found := unwrapped(value.get(name)))), None)
    request = next((found for name in _REQUEST if _is_body(found := unwrapped(value.get(name)))), None)
    if response is None and value.get("error"):
        response = {"error": value["error"]}
    if isinstance(request, Mapping):
        return Pair(request=request, response=response)
    if "messages" in value or "input" in value:
        return Pair(request=value, response=value if response is None else response)
    return None


def unwrapped(value: JSON) -> JSON:
    """A body without what HTTP and loggers wrap around it."""
    found = opened(value)
    inner = opened(mapping(found).get("body"))
    return inner if _is_body(inner) else found


def api(one: Pair) -> Api | None:
    """By the shape of the response; where there is none, by that of the request. None for what is no conversation."""
    if responses.is_response(one.response):
        return Api.RESPONSES
    if blocks.is_response(one.response):
        return Api.MESSAGES
    if chat.is_response(one.response):
        return Api.CHAT
    return None if one.response and not failed(one.response) else _asked(one.request)


def logged(value: Attrs) -> Api | None:
    """Which API a row of an application's own log is of; None when it is not such a row."""
    found = pair(value) if _FOREIGN.isdisjoint(value) else None
    return api(found) if found else None


def generation(one: Pair) -> Generation:
    """Raises Unfit."""
    match api(one):
        case Api.RESPONSES:
            return responses.generation(one.request, one.response)
        case Api.MESSAGES:
            return blocks.generation(one.request, one.response)
        case Api.CHAT:
            return chat.generation(one.request, one.response)
        case None:
            raise Unfit("it is no request to a model with its response, as far as its shape tells")


def _asked(request: Attrs) -> Api | None:
    if responses.is_request(request):
        return Api.RESPONSES
    if blocks.is_request(request):
        return Api.MESSAGES
    return Api.CHAT if chat.is_request(request) else None


def _is_body(value: JSON) -> bool:
    return isinstance(value, Mapping | list | tuple) and bool(value)
