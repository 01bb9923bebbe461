"""Take in the conversations that providers let us list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gptctl.core.address import Key, RemoteId
from gptctl.engine.planning import locate
from gptctl.engine.session import Session
from gptctl.errors import GptctlError, ProviderError
from gptctl.logs.conversation import Conversation
from gptctl.logs.overview import NONE, Counts
from gptctl.logs.sources.base import Item, Reader, Record, Rejected
from gptctl.providers.base import Historian, Transcript
from gptctl.providers.catalogue import catalogue

if TYPE_CHECKING:
    from gptctl.logs.store.intake import Intake
    from gptctl.logs.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What came of one assistant at one target; `assistant` is "" for a target that cannot be asked, and `why` says it.

    `failure` is what a provider said when it did not give everything: the next pull asks for all of it again.
    """

    target: str
    assistant: str = ""
    counts: Counts = NONE
    rejected: Sequence[Rejected] = ()
    failure: str = ""
    why: str = ""


def pull(session: Session, store: "Store", assistant: str | None) -> Sequence[Pulled]:
    """All assistants, or this one, at every target of the session. Raises GptctlError."""
    able = {name for name, provider in session.providers.items() if isinstance(provider, Historian)}
    unable = [Pulled(target=name, why=_why(session, name)) for name in session.outline.targets if name not in able]
    found = locate(session).found if able else {}
    mine = sorted(
        key
        for key in found
        if key.address.kind == "assistant" and key.target in able and assistant in (None, key.address.name)
    )
    return [*unable, *(_pull(session, store, key, found[key].id) for key in mine)]


def _pull(session: Session, store: "Store", key: Key, id_: RemoteId) -> Pulled:
    provider = session.providers[key.target]
    if not isinstance(provider, Historian):
        raise TypeError(key.target)
    mark = f"pulled {session.outline.scope.environment} {key} {id_}"
    latest, rejected, failure = store.marks().get(mark, 0.0), list[Rejected](), ""
    with store.intake() as intake:
        try:
            for transcript in provider.transcripts(id_, since=latest):
                rejected += _taken(intake, transcript, session, key)
                latest = max(latest, transcript.updated)
        except ProviderError as error:
            failure = error.message
        counts = intake.commit({} if failure else {mark: latest})
    return Pulled(target=key.target, assistant=key.address.name, counts=counts, rejected=rejected, failure=failure)


def _taken(intake: "Intake", transcript: Transcript, session: Session, key: Key) -> Iterator[Rejected]:
    """Keep what a transcript holds; what cannot be read is given back."""
    scope = session.outline.scope
    for item in _read(transcript, str(key)):
        match item:
            case Rejected():
                yield item
            case Conversation():
                ran = replace(
                    item.ran,
                    assistant=key.address.name,
                    project=scope.project,
                    environment=scope.environment,
                    target=key.target,
                )
                intake.add(replace(item, ran=ran))
            case _:
                intake.rate(item)


def _read(transcript: Transcript, name: str) -> Iterator[Item]:
    from gptctl.logs.sources.registry import READERS  # noqa: PLC0415 -- needs libraries that not everybody has

    return _reader(READERS, transcript.shape).read([_One(name=name, transcript=transcript)])


def _reader(readers: Sequence[Reader], shape: str) -> Reader:
    for reader in readers:
        if reader.shape == shape:
            return reader
    raise GptctlError(f"conversations of the shape {shape} cannot be read yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    """A file of logs with one record."""

    name: str
    transcript: Transcript

    def __iter__(self) -> Iterator[Record | Rejected]:
        yield Record(row=1, value=self.transcript.body)


def _why(session: Session, target: str) -> str:
    """Why a provider's conversations cannot be listed, in its own capabilities' words."""
    known = catalogue()
    runtime = session.outline.settings.get(target, {}).get("runtime", "responses")
    found = known.get(target) or known.get(f"{target} ({runtime})")
    return found.logs if found else ""
