"""Ask an assistant: find passages, let the best engine there is answer, say what is missing."""

from collections.abc import Sequence
from dataclasses import replace

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message, Role
from gptctl.errors import Rejected
from gptctl.providers.base import OnText
from gptctl.providers.local import objects
from gptctl.providers.local.answer.asked import Asked
from gptctl.providers.local.answer.engines import Engines
from gptctl.providers.local.search import By, search
from gptctl.providers.local.store import Store
from gptctl.providers.local.uses import knowledge_of

PASSAGES = 5
_WORDS_ONLY = (
    "keyword search only: `pip install 'gptctl[local]'` before the knowledge is applied adds search by meaning"
)


def ask(
    store: Store, engines: Engines, id_: RemoteId, messages: Sequence[Message], on_text: OnText, *, model: str = ""
) -> Answer:
    """Answer the last message of a conversation, by this model where one is named. Raises ProviderError."""
    question = next((message.text for message in reversed(messages) if message.role is Role.USER), "")
    if not question.strip():
        raise Rejected("there is no question to answer")
    with store.read() as db:
        seen = objects.get(db, "assistant", id_)
        attrs = {} if seen is None else seen.attrs or {}
        knowledge = knowledge_of(attrs)
        found = search(db, knowledge, question, limit=PASSAGES)
    if seen is None:
        raise Rejected(f"there is no assistant {id_} here", advice="run `gptctl apply`")
    asked = Asked(
        attrs={**attrs, "model": model} if model else attrs, messages=messages, question=question, sources=found.sources
    )
    answer = engines.answer(asked, on_text)
    lacking = knowledge and found.by is By.WORDS
    return replace(answer, notes=(*answer.notes, _WORDS_ONLY)) if lacking else answer
