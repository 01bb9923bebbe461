"""How an answer ended, what it used, and whose model gave it: one word for each, whoever logged it."""

import re
from collections.abc import Mapping

from gptctl.core.value import JSON
from gptctl.logs.sources.shapes import mapping, number, text

_FINISH = {
    "stop": "stop", "end_turn": "stop", "stop_sequence": "stop", "completed": "stop", "eos": "stop",
    "length": "length", "max_tokens": "length", "max_output_tokens": "length", "model_length": "length",
    "model_context_window_exceeded": "length", "incomplete": "length",
    "tool_calls": "tool_calls", "tool_call": "tool_calls", "tool_use": "tool_calls", "function_call": "tool_calls",
    "content_filter": "content_filter", "refusal": "content_filter", "safety": "content_filter",
    "error": "error", "failed": "error", "failure": "error", "cancelled": "error",
}  # fmt: skip

_USED = {
    "input_tokens": ("input_tokens", "prompt_tokens", "inputTokens", "promptTokens", "input"),
    "output_tokens": ("output_tokens", "completion_tokens", "outputTokens", "completionTokens", "output"),
    "total_tokens": ("total_tokens", "totalTokens", "total"),
}

_MAKERS = {
    "gpt-": "openai", "chatgpt-": "openai", "ft:": "openai", "o1": "openai", "o3": "openai", "o4": "openai",
    "davinci": "openai", "claude": "anthropic", "gemini": "google", "gemma": "google", "mistral": "mistral",
    "ministral": "mistral", "mixtral": "mistral", "codestral": "mistral", "magistral": "mistral", "devstral": "mistral",
    "open-mi": "mistral", "pixtral": "mistral", "llama": "meta", "meta-llama": "meta", "qwen": "alibaba",
    "deepseek": "deepseek", "grok": "xai", "command": "cohere", "nova-": "amazon", "phi-": "microsoft",
}  # fmt: skip


_AMAZON = re.compile(r"^(?:[a-z-]+\.)+")


def finish(word: JSON) -> str:
    """`stop`, `length`, `tool_calls`, `content_filter` or `error`; "" when the source does not say."""
    return _FINISH.get(text(word).lower(), "")


def usage(value: JSON) -> Mapping[str, int]:
    """Tokens under the names `input_tokens`, `output_tokens` and `total_tokens`, as far as they are told."""
    told = mapping(value)
    found = {ours: next((n for field in theirs if (n := number(told.get(field))) is not None), None)
             for ours, theirs in _USED.items()}  # fmt: skip
    return {ours: int(count) for ours, count in found.items() if count is not None}


def maker(model: str) -> str:
    """Whose model a name stands for, "" when it tells nothing: `openai/gpt-4.1` and `gpt-4.1` are both `openai`.

    Amazon writes a region and a maker before a name, such as `us.anthropic.claude-sonnet-4`.
    """
    name = _AMAZON.sub("", model.lower().rpartition("/")[2])
    return next((maker for prefix, maker in _MAKERS.items() if name.startswith(prefix)), "")
