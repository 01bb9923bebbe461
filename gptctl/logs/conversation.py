"""The canonical conversation: what every log, whoever wrote it, is read into."""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

from gptctl.core.conversation import Message
from gptctl.core.value import Attrs


class Level(StrEnum):
    """What a rating speaks of. An episode is all conversations of one `session`."""

    MESSAGE = "message"
    CONVERSATION = "conversation"
    EPISODE = "episode"


class Rater(StrEnum):
    """Who rated: a person, a model that was asked to judge, or a system that knows the outcome."""

    PERSON = "person"
    MODEL = "model"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """An explicit judgement. `score` is 0.0 (as bad as can be) to 1.0, None where the source only has a `label`.

    `at` is the index of the judged message in its conversation, -1 above the level of messages. `correction` is the
    answer that a person would have liked: a demonstration. `time` is seconds since the epoch, 0.0 when unknown.
    """

    name: str
    score: float | None
    level: Level
    by: Rater
    at: int = -1
    label: str = ""
    comment: str = ""
    correction: str | None = None
    time: float = 0.0


class Sign(StrEnum):
    """What a user did, from which one may guess what they thought of an answer. Never mixed with ratings."""

    REGENERATED = "regenerated"
    EDITED = "edited"
    REPHRASED = "rephrased"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """`at` is the index of the message that the user was not content with."""

    sign: Sign
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another answer to the same context: `messages` stand in for the one at index `at` and all after it."""

    at: int
    messages: tuple[Message, ...]
    ratings: tuple[Rating, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a conversation was read. `native` is the source's own id; `row` counts lines or items from 1."""

    shape: str
    file: str
    row: int
    native: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a conversation ran under. Each may be "": most logs do not say.

    `assistant` is our name; `remote_id` the provider's; `applied` the fingerprint and `commit` the git commit of the
    declaration; `provider` whose model it was.
    """

    assistant: str = ""
    project: str = ""
    environment: str = ""
    target: str = ""
    remote_id: str = ""
    applied: str = ""
    commit: str = ""
    provider: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What was said, by whom, under what, and what was thought of it.

    `messages` holds no system messages: those are `instructions`, joined by blank lines. `message_ids` are the
    source's own ids, one for each message or none at all. `tools` are in OpenAI's shape. `started` and `ended` are
    seconds since the epoch, 0.0 when unknown. `user` is a digest, never the id itself. `finish` is why the last
    answer ended (`stop`, `length`, `tool_calls`, `content_filter`, `error`, "" when unknown). `lost` says in sentences
    what the source had and this record cannot hold, such as an image: such a conversation is no example to train on.
    """

    id: str
    came: Provenance
    ran: Ran
    messages: tuple[Message, ...]
    instructions: str = ""
    message_ids: tuple[str, ...] = ()
    tools: tuple[Attrs, ...] = ()
    started: float = 0.0
    ended: float = 0.0
    session: str = ""
    user: str = ""
    finish: str = ""
    usage: Attrs = field(default_factory=dict)
    ratings: tuple[Rating, ...] = ()
    signals: tuple[Signal, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A rating that stands apart from what it speaks of, found by whichever id is not "".

    `conversation` is our id, `message` the source's message id, `session` the episode.
    """

    rating: Rating
    conversation: str = ""
    message: str = ""
    session: str = ""


def identify(shape: str, native: str, opening: str = "") -> str:
    """Our id of the conversation that a source of this shape calls `native`: read again, it is the same.

    `opening` stands for how it begins, where the source only counts: `0` is another one in every file.
    """
    named = f"{shape}\0{native}\0{opening}" if opening else f"{shape}\0{native}"
    return "c" + blake2b(named.encode(), digest_size=12).hexdigest()


def pseudonym(user: str) -> str:
    """The digest that stands for a user: it tells users apart and, without the logs, not who they are."""
    return "u" + blake2b(user.encode(), digest_size=8, person=b"gptctl-user").hexdigest() if user else ""
