"""Every reader, written by hand: what is not in this list is not read. Only what reads logs imports this module."""

from gptctl.logs.sources import (
    anthropic_messages,
    anthropic_session,
    chatgpt,
    helicone,
    langfuse,
    langsmith,
    litellm,
    messages,
    mistral_conversation,
    mlflow,
    openai_batch,
    openai_chat,
    openai_responses,
    openai_session,
    openinference,
    openwebui_chat,
    otel,
    sharegpt,
)
from gptctl.logs.sources.base import Reader

READERS: tuple[Reader, ...] = (
    anthropic_messages.Reader(),
    anthropic_session.Reader(),
    chatgpt.Reader(),
    helicone.Reader(),
    langfuse.Reader(),
    langsmith.Reader(),
    litellm.Reader(),
    messages.Reader(),
    mistral_conversation.Reader(),
    mlflow.Reader(),
    openai_batch.Reader(),
    openai_chat.Reader(),
    openai_responses.Reader(),
    openai_session.Reader(),
    openinference.Reader(),
    openwebui_chat.Reader(),
    otel.Reader(),
    sharegpt.Reader(),
)
