"""Answers from a server that speaks the chat-completions API: Ollama, vLLM, llama.cpp, or our own embedded one.

Slow to load: import it when somebody asks.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError, OpenAI

from gptctl.core.conversation import ToolCall
from gptctl.core.value import JSON
from gptctl.errors import NotDone, Rejected
from gptctl.providers.http import Client
from gptctl.providers.http.deadline import deadline
from gptctl.providers.local.answer.request import Completion

_REFUSED = frozenset({400, 401, 403, 404, 405, 413, 415, 422})
_ADVICE = {
    401: "set GPTCTL_LOCAL_API_KEY; for a server on another machine also GPTCTL_LOCAL_TRUST=its-host-name",
    403: "set GPTCTL_LOCAL_API_KEY; for a server on another machine also GPTCTL_LOCAL_TRUST=its-host-name",
    404: "check base_url in gptctl.yaml (it often ends in /v1) and that the server has this model",
    429: "wait a while, then ask again",
}


class Server:
    """One server. `timeout` in seconds is for the whole of each answer. Nothing is retried, no redirect followed."""

    def __init__(self, *, base_url: str, key: str, timeout: float) -> None:
        self._base_url = base_url
        self._timeout = timeout
        self._sdk = OpenAI(
            base_url=base_url,
            api_key=key,
            organization="",
            project="",
            max_retries=0,
            timeout=timeout,
            http_client=Client(base_url, key=None, headers={}, within=timeout).http,
        )

    def complete(self, model: str, messages: Sequence[Mapping[str, JSON]], fields: Mapping[str, JSON]) -> Completion:
        """`fields` join the request as they are, those that the API does not know, such as `lora`, among them."""
        body = {**fields, "model": model, "messages": messages}
        with _translated(self._base_url), deadline(self._timeout):
            # The SDK's own method would check our fields against one provider's models; servers differ.
            answer = self._sdk.post("/chat/completions", cast_to=object, body=body)
        completion = _completion(answer, model)
        if completion is None:
            raise _no_answer(self._base_url)
        return completion

    def close(self) -> None:
        self._sdk.close()


@contextmanager
def _translated(base_url: str) -> Iterator[None]:
    try:
        yield
    except APITimeoutError as error:
        raise NotDone(f"{base_url} took too long to answer", advice="raise `timeout` in providers.local") from error
    except APIConnectionError as error:
        reason = error.__cause__ or error
        raise NotDone(f"{base_url} gave no answer: {reason}", advice="check that the server runs") from error
    except APIStatusError as error:
        kind = Rejected if error.status_code in _REFUSED else NotDone
        advice = _ADVICE.get(error.status_code, "look at the server's own log")
        raise kind(f"{base_url} answered {error.status_code}: {error.message[:500]}", advice=advice) from error
    except (ValueError, RecursionError) as error:  # JSON that is none, or nested without end
        raise _no_answer(base_url) from error
    except APIError as error:
        raise NotDone(f"{base_url}: {error.message[:500]}") from error


def _no_answer(base_url: str) -> NotDone:
    return NotDone(f"{base_url} gave an answer that is no chat completion", advice=_ADVICE[404])


def _completion(answer: object, model: str) -> Completion | None:
    """What a server sent, or None when it is not a chat completion with a message."""
    choices = answer.get("choices") if isinstance(answer, Mapping) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(answer, Mapping) or not isinstance(message, Mapping):
        return None
    content, usage, name = message.get("content"), answer.get("usage"), answer.get("model")
    return Completion(
        text=content.strip() if isinstance(content, str) else "",
        model=name if isinstance(name, str) else model,
        tool_calls=tuple(_tool_calls(message.get("tool_calls"))),
        usage=usage if isinstance(usage, Mapping) else {},
    )


def _tool_calls(calls: object) -> Iterator[ToolCall]:
    for call in calls if isinstance(calls, list) else ():
        function = call.get("function") if isinstance(call, Mapping) else None
        if isinstance(function, Mapping):
            yield ToolCall(
                id=str(call.get("id") or ""),
                name=str(function.get("name") or ""),
                arguments=str(function.get("arguments") or ""),
            )
