"""A server that speaks the chat-completions API, as Ollama and vLLM do: its models are programs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.support.fakes.base import Fake, route
from tests.support.fakes.messages import Refusal, Reply, Request

Says = Callable[[Sequence[Mapping[str, Any]]], str]
"""Gets the messages, the system message among them."""


class FakeChat(Fake):
    def __init__(self, models: Mapping[str, Says]) -> None:
        super().__init__()
        self.models = models

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    @route("POST", "/v1/chat/completions")
    def complete(self, request: Request) -> Reply:
        model, messages = request.json["model"], request.json["messages"]
        if model not in self.models:
            raise Refusal(404, self.error(404, f"there is no model {model}"))
        said = self.models[model](messages)
        usage = {"prompt_tokens": sum(len(one["content"] or "") for one in messages), "completion_tokens": len(said)}
        choice = {"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}
        return Reply(body={"object": "chat.completion", "model": model, "choices": [choice], "usage": usage})
