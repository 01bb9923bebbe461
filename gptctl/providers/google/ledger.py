"""What Google has no place for: the settings of assistants, and the marks of stores, whose names cannot change.

There is one small store for each environment of a project, never searched. Its documents are the entries; a change is
a new entry, and the old one goes when the new one is there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import Lock

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.value import Attrs
from gptctl.errors import NotDone, Unknown
from gptctl.providers.api import text
from gptctl.providers.google.manifest import Entry, pack, unpack
from gptctl.providers.google.stores import Stores, custom, metadata
from gptctl.providers.http import Upload
from gptctl.providers.steps import begun

TITLE = "gptctl ledger"
LOOKS = 30


class Ledgers:
    """The ledger of every scope, found by its name and made by the first write."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._turn = Lock()
        self._made: dict[str, str] = {}

    def read(self, scope: str) -> Mapping[RemoteId, Entry]:
        """The last complete entry of every object."""
        last: dict[RemoteId, Entry] = {}
        for name in self._names(scope):
            for entry in unpack(self._stores.documents(name)):
                known = last.get(entry.id)
                if known is None or (known.turn, known.marker.encode()) < (entry.turn, entry.marker.encode()):
                    last[entry.id] = entry
        return last

    def write(self, entry: Entry) -> None:
        """Put the entry in the place of what is there about its id or its address. Raises ProviderError."""
        name = self._made_for(entry.marker.scope)
        old = list(self._about(entry.id, entry.marker))
        turn = 1 + max((_turn(document) for document in old), default=0)
        parts = pack(replace(entry, turn=turn))
        for number, values in enumerate(parts, 1):
            title = f"{entry.kind}.{entry.name} {number}/{len(parts)}"
            content = f"gptctl keeps {entry.kind}.{entry.name} in the metadata of this document.\n".encode()
            about: Attrs = {"displayName": title, "customMetadata": custom(values)}
            self._stores.add(name, Upload(name=title, content=content, media_type="text/plain"), about)
        with begun():
            self._arrived(entry)
            self._discard(old)

    def remove(self, id_: RemoteId, marker: Marker) -> None:
        """Take out whatever there is about this id and its address, and the ledger itself with the last of it."""
        self._discard(list(self._about(id_, marker)))
        with self._turn:
            for name in self._names(marker.scope):
                if not any(self._stores.documents(name)) and self._stores.delete_empty(name):
                    self._made.pop(marker.scope, None)

    def _about(self, id_: RemoteId, marker: Marker) -> Iterator[Attrs]:
        for name in self._names(marker.scope):
            for document in self._stores.documents(name):
                said = metadata(document)
                mark = Marker.decode(said.get("gptctl"))
                if said.get("gptctl_id") == id_ or (mark is not None and mark.address == marker.address):
                    yield document

    def _discard(self, documents: list[Attrs]) -> None:
        for document in documents:
            self._stores.discard(text(document.get("name")))

    def _arrived(self, entry: Entry) -> None:
        """A listing may lag behind: the old entry must not go before the new one shows."""
        for _ in range(LOOKS):
            seen = self.read(entry.marker.scope).get(entry.id)
            if seen is not None and seen.marker == entry.marker:
                return
            self._stores.pause()
        raise Unknown(f"what was written about {entry.kind}.{entry.name} does not show")

    def _made_for(self, scope: str) -> str:
        with self._turn:
            known = self._names(scope) or self._make(scope)
            self._made[scope] = known[0]
            return known[0]

    def _make(self, scope: str) -> list[str]:
        """A ledger whose making was not answered is looked for; without one, nothing of the object was written."""
        try:
            return [text(self._stores.create(_title(scope)).get("name"))]
        except Unknown as error:
            found = self._names(scope)
            if not found:
                raise NotDone(error.message, advice=error.advice) from None
            return found

    def _names(self, scope: str) -> list[str]:
        """More than one if an answer was lost; one that was just made may not be listed yet."""
        found = {text(one.get("name")) for one in self._stores.all() if one.get("displayName") == _title(scope)}
        return sorted(found | ({self._made[scope]} if scope in self._made else set()))


def _title(scope: str) -> str:
    return f"{TITLE} {scope}"


def _turn(document: Attrs) -> int:
    turn = metadata(document).get("gptctl_turn", "")
    return int(turn) if turn.isdecimal() else 0
