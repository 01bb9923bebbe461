"""The documents of one file search store, each marked with its path, its digest and how it was cut."""

from collections.abc import Sequence
from mimetypes import MimeTypes

from gptctl.core.value import Attrs, canonical
from gptctl.providers.api import mapping, text
from gptctl.providers.google.stores import Stores, custom, metadata
from gptctl.providers.http import Upload
from gptctl.providers.transfer import FileState, Held

PATH, DIGEST, CUT = "gptctl_path", "gptctl_sha256", "gptctl_chunking"

_STATES = {"STATE_ACTIVE": FileState.READY, "STATE_FAILED": FileState.FAILED}
_TYPES = MimeTypes()


class Documents:
    """A document that was cut in another way than `attrs` say counts as having other content."""

    def __init__(self, stores: Stores, store: str, attrs: Attrs) -> None:
        self._stores = stores
        self._store = store
        self._chunking = mapping(attrs.get("chunking"))

    def held(self) -> Sequence[Held]:
        return [self._held(document) for document in self._stores.documents(self._store)]

    def add(self, path: str, digest: str, content: bytes) -> None:
        kind = _TYPES.guess_type(path)[0] or "text/plain"
        marks = custom({PATH: path, DIGEST: digest, CUT: canonical(self._chunking)})
        about: Attrs = {"displayName": path, "customMetadata": marks, **self._cut()}
        self._stores.add(self._store, Upload(name=path, content=content, media_type=kind), about)

    def remove(self, file: Held) -> None:
        self._stores.discard(file.id)

    def discard_failed(self) -> None:
        """What failed in an earlier run makes room, so that it is tried again."""
        for file in self.held():
            if file.state is FileState.FAILED:
                self.remove(file)

    def _held(self, document: Attrs) -> Held:
        said, state = metadata(document), _STATES.get(text(document.get("state")), FileState.PENDING)
        cut_so = said.get(CUT) == canonical(self._chunking)
        return Held(
            id=text(document.get("name")),
            path=said.get(PATH, ""),
            digest=said.get(DIGEST, "") if cut_so else "",
            state=state,
            reason="Google could not process it" if state is FileState.FAILED else "",
        )

    def _cut(self) -> Attrs:
        if not self._chunking:
            return {}
        names = {"max_tokens": "maxTokensPerChunk", "overlap_tokens": "maxOverlapTokens"}
        return {"chunkingConfig": {"whiteSpaceConfig": {names[ours]: value for ours, value in self._chunking.items()}}}
