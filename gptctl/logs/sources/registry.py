"""Every reader, written by hand: what is not in this list is not read. Only what reads logs imports this module."""

from gptctl.logs.sources import messages, openai_batch, openai_chat, openai_responses, sharegpt
from gptctl.logs.sources.base import Reader

READERS: tuple[Reader, ...] = (
    messages.Reader(),
    openai_batch.Reader(),
    openai_chat.Reader(),
    openai_responses.Reader(),
    sharegpt.Reader(),
)
