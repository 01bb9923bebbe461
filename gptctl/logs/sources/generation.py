"""One request to a model and what came back, whichever API it was sent to."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gptctl.core.conversation import Message, Role
from gptctl.core.value import JSON, Attrs
from gptctl.logs.conversation import Alternative, Conversation, Feedback, Level, Ran, Rating, identify, pseudonym
from gptctl.logs.sources.base import Item
from gptctl.logs.sources.outcome import maker
from gptctl.logs.sources.rows import Place, Unfit, drafted
from gptctl.logs.sources.shapes import digest, instant, mapping, name, opened, text
from gptctl.logs.sources.telling import Telling

ANSWER_LOST = "the answer is not in the log"

_ROW = ("request_id", "id", "log_id")
_SESSION = ("session_id", "sessionId", "conversation_id", "thread_id", "chat_id", "litellm_session_id")
_USER = ("user_id", "userId", "user", "end_user", "safety_identifier")
_ASSISTANT = ("assistant", "assistant_name", "agent", "agent_name")
_REMOTE = ("assistant_id", "assistantId", "agent_id", "agentId")
_TIME = ("timestamp", "time", "created_at", "createdAt", "startTime", "start_time", "date", "created")

_LONGEST_NAME = 100
"""Of an assistant, in letters; what is longer is what one said."""

_COUNTS = re.compile(r"\D{0,16}[0-9]{1,9}")
"""Ids such as `0` and `row-7`, or `chatcmpl-42`, of which some servers give only a thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """`native` is the id of the response. `others` are answers to the same request that were not the first."""

    telling: Telling
    native: str = ""
    model: str = ""
    tools: tuple[Attrs, ...] = ()
    finish: str = ""
    usage: Attrs = field(default_factory=dict)
    created: float = 0.0
    others: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a log says beside the request and the response."""

    native: str = ""
    session: str = ""
    user: str = ""
    started: float = 0.0
    ended: float = 0.0
    provider: str = ""
    remote_id: str = ""
    assistant: str = ""


def around(*told: JSON) -> Around:
    """What the usual fields of these maps and of the `metadata` in them say, the first that has one."""
    given = [one for one in map(mapping, told) if one]
    sources = [found for one in given for found in (one, mapping(opened(one.get("metadata")))) if found]
    times = (source[field] for field in _TIME for source in sources if field in source)
    return Around(
        native=_first(sources, _ROW),
        session=_first(sources, _SESSION),
        user=_first(sources, _USER),
        started=next((time for one in times if (time := instant(one))), 0.0),
        provider=_first(sources, ("provider",)).lower(),
        remote_id=_first(sources, _REMOTE),
        assistant=_first(sources, _ASSISTANT),
    )


def _first(sources: Sequence[Attrs], fields: Sequence[str]) -> str:
    told = (name(source[field]) for field in fields for source in sources if field in source)
    return next((found for found in told if found), "")


def generated(place: Place, generation: Generation, known: Around, *, native: str = "") -> Conversation:
    """The conversation that a row holds. Raises Unfit.

    Logs repeat in each request all that was said before it. Where a session ties such rows, and they begin with the
    same question and answer, they are one conversation: they have one id, and the store keeps the longest. Else the
    id is that of the response, of the row, or made of what was said; `native` overrules all this.

    An id that only counts is another conversation's in another log: two that begin with different questions are two.
    """
    telling = generation.telling
    messages = telling.messages
    own = native or _tied(known.session, messages)
    native = own or generation.native or known.native or _named(telling)
    begun = known.started or generation.created
    ran = Ran(
        model=generation.model,
        provider=maker(generation.model) or known.provider,
        remote_id=known.remote_id,
        assistant=known.assistant if len(known.assistant) <= _LONGEST_NAME else "",
    )
    return replace(
        drafted(place, native, telling, ran),
        id=identify(place.shape, native, opening(messages) if not own and _COUNTS.fullmatch(native) else ""),
        tools=generation.tools,
        started=begun,
        ended=max(begun, known.ended, generation.created),
        session=known.session,
        user=pseudonym(known.user),
        finish=generation.finish,
        usage=generation.usage,
        alternatives=_alternatives(messages, generation.others),
    )


def rated(conversation: Conversation, ratings: Iterable[Rating]) -> Iterator[Item]:
    """The conversation with what was thought of its last answer.

    Where it may grow in a later row, ratings stand apart: the longest row keeps those that shorter ones came with.
    """
    at = len(conversation.messages) - 1
    found = [*ratings]
    if conversation.messages[at].role is Role.ASSISTANT:
        found = [one if one.level is Level.MESSAGE else replace(one, level=Level.MESSAGE, at=at) for one in found]
    if not conversation.session:
        yield replace(conversation, ratings=tuple(found))
        return
    yield conversation
    yield from (Feedback(rating=one, conversation=conversation.id) for one in found)


def failed(response: JSON) -> str:
    """Why there is no answer in a response, "" when nothing says so."""
    error = mapping(response).get("error")
    if isinstance(error, Mapping):
        return text(error.get("message")) or "the provider does not say why"
    return text(error)


def asked(telling: Telling) -> None:
    """Raises Unfit when a request says nothing."""
    if telling.silent:
        raise Unfit("the request holds no message")


def opening(messages: Sequence[Message]) -> str:
    """A digest of the first question: it stays as it is while a conversation grows."""
    question = _first_of(Role.USER, messages)
    return digest(question.text.strip()) if question else ""


def _first_of(role: Role, messages: Iterable[Message]) -> Message | None:
    return next((message for message in messages if message.role is role), None)


def _tied(session: str, messages: tuple[Message, ...]) -> str:
    question, answer = _first_of(Role.USER, messages), _first_of(Role.ASSISTANT, messages)
    if not session or question is None or answer is None:
        return ""
    calls: list[JSON] = [[call.name, opened(call.arguments)] for call in answer.tool_calls]
    return f"{session}/{digest([question.text.strip(), answer.text.strip(), calls])}"


def _named(telling: Telling) -> str:
    said: list[JSON] = [
        [one.role.value, one.text, [call.arguments for call in one.tool_calls]] for one in telling.messages
    ]
    return digest([telling.instructions, said])


def _alternatives(messages: tuple[Message, ...], others: tuple[Message, ...]) -> tuple[Alternative, ...]:
    if messages[-1:] and messages[-1].role is Role.ASSISTANT:
        return tuple(Alternative(at=len(messages) - 1, messages=(other,)) for other in others)
    return ()
