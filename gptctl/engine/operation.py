"""One effect on one object, in its bracket of journal lines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gptctl.core.address import Address, RemoteId
from gptctl.core.journal import Begin, Done, Failed
from gptctl.core.marker import Marker
from gptctl.core.plan import Action, Change
from gptctl.core.refs import bind
from gptctl.core.resource import Observed, Recorded, Resource
from gptctl.engine.recovery import entry_of
from gptctl.engine.session import Session
from gptctl.errors import GptctlError, Unknown
from gptctl.providers.base import Contents, Draft, Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A change about to be made. `ids` are the remote ids of everything it refers to."""

    session: Session
    change: Change
    contents: Contents
    ids: Mapping[Address, RemoteId]

    def run(self) -> Recorded | None:
        """Make the change; the result is what to record of it, None after a deletion.

        Raises the provider's error. After Unknown that a look could not clear up, the operation stays pending.
        """
        match self.change.action:
            case Action.CREATE:
                return self._write(self._create)
            case Action.UPDATE | Action.ADOPT:
                return self._write(self._update)
            case Action.REPLACE:
                made = self._write(self._create)
                self._delete()
                return made
            case Action.DELETE:
                self._delete()
                return None
            case Action.NOOP:
                raise ValueError("nothing to do is no operation")

    @property
    def _handler(self) -> Handler:
        return self.session.providers[self.change.key.target].handlers[self.change.key.address.kind]

    def _write(self, effect: Callable[[Draft], Observed]) -> Recorded:
        resource = _resource(self.change)
        draft = self._draft(resource)
        begun = self._begin(draft.marker.nonce, draft.marker.applied)
        try:
            seen = effect(draft)
        except Unknown as error:
            seen = self._found(begun, draft.marker, error)
        except GptctlError as error:
            self.session.backend.journal.append(Failed(operation=begun.operation, message=error.message))
            raise
        entry = entry_of(begun, seen)
        self.session.backend.baselines.put(entry.applied, resource.attrs)
        self.session.backend.journal.append(Done(operation=begun.operation, entry=entry))
        return entry

    def _found(self, begun: Begin, marker: Marker, error: Unknown) -> Observed:
        """What an effect without an answer made. If it cannot be found the operation stays pending; if it got only
        half way it is over, and the next plan does the rest.
        """
        found = self._handler.find(marker)
        if found is None:
            raise error
        if found.marker != marker:
            self.session.backend.journal.append(Done(operation=begun.operation, entry=entry_of(begun, found)))
            raise error
        return found

    def _create(self, draft: Draft) -> Observed:
        return self._handler.create(draft)

    def _update(self, draft: Draft) -> Observed:
        return self._handler.update(_id(self.change), draft, version=self.change.version)

    def _delete(self) -> None:
        begun = self._begin(self.session.nonce(), "")
        try:
            self._handler.delete(_id(self.change), version=self.change.version)
        except Unknown:
            if self._handler.read(_id(self.change)) is not None:
                raise
        except GptctlError as error:
            self.session.backend.journal.append(Failed(operation=begun.operation, message=error.message))
            raise
        if self.change.action is Action.DELETE:
            self.session.backend.journal.append(Done(operation=begun.operation, entry=None))
        else:  # the other half of a replacement: what is recorded is the new object
            self.session.backend.journal.append(Failed(operation=begun.operation, message="replaced"))

    def _begin(self, nonce: str, applied: str) -> Begin:
        begun = Begin(
            operation=self.session.nonce(),
            time=self.session.clock.now(),
            key=self.change.key,
            action=self.change.action,
            nonce=nonce,
            applied=applied,
            id=self.change.id,
        )
        self.session.backend.journal.append(begun)
        return begun

    def _draft(self, resource: Resource) -> Draft:
        scope = self.session.outline.scope
        marker = Marker(
            scope=scope.mark,
            address=scope.mark_of(resource.address),
            nonce=self.session.nonce(),
            applied=resource.fingerprint,
            commit=self.session.commit_of(resource.address),
        )
        return Draft(attrs=bind(resource.attrs, self.ids), marker=marker, contents=self.contents)


def _resource(change: Change) -> Resource:
    if change.resource is None:
        raise ValueError(f"{change.key}: nothing to write")
    return change.resource


def _id(change: Change) -> RemoteId:
    if change.id is None:
        raise ValueError(f"{change.key}: no object to work on")
    return change.id
