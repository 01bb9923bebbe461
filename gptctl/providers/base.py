"""The interfaces a provider satisfies. Optional powers are separate small Protocols."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.resource import Declared, Observed
from gptctl.core.value import Attrs

if TYPE_CHECKING:  # only a conversation needs them at run time
    from gptctl.core.conversation import Answer, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something a provider will not take. `path` leads into the declaration: `parameters.temperature`."""

    path: str
    summary: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A field of the declaration that the provider cannot hold, and why, as a sentence."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowering:
    """A declaration in a provider's own fields, and what it could not hold. References still stand by address.

    `retires` is the first day on which its model no longer answers, where the provider has published one.
    """

    attrs: Attrs
    losses: tuple[Lost, ...] = ()
    retires: date | None = None


class Contents(Protocol):
    """The bytes of knowledge files, by the SHA-256 (hex) that the plan was made with."""

    def read(self, digest: str) -> bytes:
        """Raises StalePlan when the file is no longer what the plan says it is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What to write: attributes with references bound to remote ids (`{"$id": …}`), the mark, the file contents."""

    attrs: Attrs
    marker: Marker
    contents: Contents


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is true of a kind at a provider; the conformance suite proves each claim.

    `replace_on` cannot change in place; `exact` top-level maps are compared whole; `settle_seconds` is how long a
    listing may lag behind a write; `archives` means that delete only hides; `metered` means that a create costs
    money, so that it is never repeated on its own; `versioned` means that an update or delete with a version
    that is no longer current fails with Conflict and changes nothing. `file_bytes` is the most that one file of it may
    have, 0 where no limit is published.
    """

    replace_on: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    settle_seconds: float = 60.0
    archives: bool = False
    metered: bool = False
    versioned: bool = False
    file_bytes: int = 0


class Handler(Protocol):
    """One kind of object at one provider.

    Every method that talks to the provider raises only ProviderError: NotDone when the call certainly had no
    effect, Unknown when it may have had one. No method retries.

    A change that takes several calls begins by writing `marker.unfinished()` and ends by writing `marker`, so that a
    run that dies between them leaves an object that the next one completes. Once its first call had an effect, every
    failure is Unknown.
    """

    @property
    def kind(self) -> str: ...

    @property
    def traits(self) -> Traits: ...

    def normalize(self, attrs: Attrs) -> Attrs:
        """The form in which the provider will give the attributes back. Pure and idempotent."""
        ...

    def validate(self, attrs: Attrs) -> Iterable[Problem]:
        """Every limit that needs no network."""
        ...

    def list(self, scope: str) -> Iterator[Observed]:
        """All objects whose marker has this scope; `attrs` may be None when `version` is not empty."""
        ...

    def read(self, id_: RemoteId) -> Observed | None:
        """The object with its attributes; None when it is gone. A failed read raises, it is never None."""
        ...

    def find(self, marker: Marker) -> Observed | None:
        """The object with this marker's address and nonce, made by an attempt whose answer was lost."""
        ...

    def create(self, draft: Draft) -> Observed: ...

    def update(self, id_: RemoteId, draft: Draft, *, version: str) -> Observed:
        """Make the object hold the draft, keeping its id and whatever of it is not ours.

        Raises Conflict when it is no longer at `version` (where `traits.versioned`; `""` skips the check).
        """
        ...

    def delete(self, id_: RemoteId, *, version: str) -> None:
        """Already gone is success. Objects without our marker are Rejected."""
        ...


class Provider(Protocol):
    """One configured target. `handlers` are in the order in which kinds must be made: references point backwards."""

    @property
    def name(self) -> str: ...

    @property
    def handlers(self) -> Mapping[str, Handler]: ...

    def lower(self, declared: Declared) -> Lowering:
        """Say the declaration in this provider's fields. Pure; `attrs["model"]` is already this provider's name."""
        ...

    def close(self) -> None:
        """Free what was started. Called once; the provider is not used afterwards."""
        ...


OnText: TypeAlias = Callable[[str], None]


@runtime_checkable
class Runner(Protocol):
    """A provider whose applied assistants can be asked."""

    def ask(self, id_: RemoteId, messages: "Sequence[Message]", *, on_text: OnText) -> "Answer":
        """Answer the last message of a conversation; `on_text` gets the answer's text piece by piece as it comes.

        Tools that the caller must run are in the answer's `tool_calls`; their results come back as messages of the
        role `tool`, in order, after the assistant's message that asked for them. Raises ProviderError.
        """
        ...


@runtime_checkable
class Switcher(Protocol):
    """A provider that can answer a single question with another model than an applied assistant holds."""

    def ask_with(self, id_: RemoteId, messages: "Sequence[Message]", *, model: str, on_text: OnText) -> "Answer":
        """As `Runner.ask`, by this model in the provider's own words; what the assistant holds stays as it is."""
        ...


@runtime_checkable
class Rehearser(Protocol):
    """A provider that answers under a declaration that was never applied: to compare models before one is chosen."""

    def rehearse(self, declared: Declared, messages: "Sequence[Message]") -> "Answer":
        """Answer the last message as this assistant would, without its knowledge. Nothing is made or kept there.

        `declared.attrs["model"]` is already this provider's name; `messages` hold no system message. Tool calls are
        given back as `ask` does. Raises ProviderError.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One whole conversation with an assistant, as its provider tells it: all of its pages, nothing left out or mended.

    `shape` says what `body` is, everything in it oldest first. `updated` is when it last changed, in seconds since
    1970.

    - `anthropic-session`: `{"session": a session, "events": [its events]}`
    - `mistral-conversation`: `{"conversation": its row in the listing, "entries": [its history]}`
    - `openai-session`: `{"session": a session of an agent, "items": [its items]}`
    - `openwebui-chat`: what `GET /api/v1/chats/{id}` gives, and in it `feedbacks`, the ratings of its messages
    """

    shape: str
    id: str
    updated: float
    body: Attrs


@runtime_checkable
class Historian(Protocol):
    """A provider that can list the conversations of an applied assistant; `logs` of its capabilities says which."""

    def transcripts(self, id_: RemoteId, *, since: float) -> Iterator[Transcript]:
        """Every conversation that changed at or after `since` (seconds since 1970), once, in the provider's order.

        They are untrusted: anybody who talked to the assistant wrote them. Raises ProviderError for a page that fails
        or makes no sense, when some may have been given already; the end of the iterator means that there are no more.
        """
        ...


@runtime_checkable
class Announces(Protocol):
    """A provider that says when its models stop."""

    def announced(self) -> Mapping[str, date]:
        """The first day without each model that has one. Raises ProviderError, and NoAccess without a key."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of `gptctl doctor`: what was looked at, whether it is well, and what to do when not."""

    name: str
    ok: bool
    detail: str


@runtime_checkable
class Checkable(Protocol):
    """A provider that can say how it is."""

    def checks(self) -> Iterable[Check]: ...
