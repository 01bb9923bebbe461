"""Answers from a server that speaks the chat-completions API: Ollama, vLLM, llama.cpp, or our own embedded one.

Slow to load: import it when somebody asks.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import httpx2
from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError, OpenAI, Stream

from gptctl.core.conversation import ToolCall
from gptctl.core.value import JSON
from gptctl.errors import NotDone, Rejected
from gptctl.providers.base import OnText
from gptctl.providers.http import Client
from gptctl.providers.http.deadline import deadline
from gptctl.providers.local.answer.request import Completion
from gptctl.providers.openai_shape.chunks import Chunks

_STREAMED: Mapping[str, JSON] = {"stream": True, "stream_options": {"include_usage": True}}
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

    def complete(
        self, model: str, messages: Sequence[Mapping[str, JSON]], fields: Mapping[str, JSON], *, on_text: OnText
    ) -> Completion:
        """`fields` join the request as they are, those that the API does not know, such as `lora`, among them.

        A server that answers in one piece, though it was asked for many, is taken at its word.
        """
        body = {**fields, **_STREAMED, "model": model, "messages": messages}
        with _translated(self._base_url), deadline(self._timeout), self._asked(body) as chunks:
            if "json" in chunks.response.headers.get("content-type", ""):
                completion = _completion(json.loads(chunks.response.read()), model)
                if completion is not None and completion.text:
                    on_text(completion.text)
            else:
                completion = _heard(chunks, model, on_text)
        if completion is None:
            raise _no_answer(self._base_url)
        return completion

    def _asked(self, body: Mapping[str, object]) -> Stream[object]:
        """The SDK's own method would check our fields against one provider's models; servers differ."""
        return self._sdk.post("/chat/completions", cast_to=object, body=body, stream=True, stream_cls=Stream[object])

    def close(self) -> None:
        self._sdk.close()


@contextmanager
def _translated(base_url: str) -> Iterator[None]:
    try:
        yield
    except APITimeoutError as error:
        raise _too_late(base_url) from error
    except APIConnectionError as error:
        reason = error.__cause__ or error
        raise NotDone(f"{base_url} gave no answer: {reason}", advice="check that the server runs") from error
    except APIStatusError as error:
        kind = Rejected if error.status_code in _REFUSED else NotDone
        advice = _ADVICE.get(error.status_code, "look at the server's own log")
        raise kind(f"{base_url} answered {error.status_code}: {error.message[:500]}", advice=advice) from error
    except httpx2.TimeoutException as error:
        raise _too_late(base_url) from error
    except httpx2.HTTPError as error:
        raise NotDone(f"{base_url} broke off its answer: {error}", advice="look at the server's own log") from error
    except (ValueError, RecursionError) as error:  # JSON that is none, or nested without end
        raise _no_answer(base_url) from error
    except APIError as error:
        raise NotDone(f"{base_url}: {error.message[:500]}") from error


def _heard(chunks: Iterable[object], model: str, on_text: OnText) -> Completion | None:
    """None for a stream that ended before the answer did."""
    said = Chunks(on_text)
    for chunk in chunks:
        said.take(chunk if isinstance(chunk, Mapping) else {})
    if not said.ended:
        return None
    return Completion(text=said.text, model=said.model or model, tool_calls=said.tool_calls, usage=said.usage)


def _no_answer(base_url: str) -> NotDone:
    return NotDone(f"{base_url} gave an answer that is no whole chat completion", advice=_ADVICE[404])


def _too_late(base_url: str) -> NotDone:
    return NotDone(f"{base_url} took too long to answer", advice="raise `timeout` in providers.local")


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
