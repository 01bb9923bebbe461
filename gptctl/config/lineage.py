"""An assistant with everything it extends and the environment laid over it."""

from collections.abc import Sequence
from dataclasses import dataclass

from gptctl.config.anchor import anchor
from gptctl.config.document import Document
from gptctl.config.fieldpath import parse
from gptctl.config.files import BadFile, join
from gptctl.config.library import Library
from gptctl.config.merge import merge
from gptctl.config.reading.place import Path, nearest
from gptctl.config.shape import as_map
from gptctl.core.value import Attrs
from gptctl.diagnostics import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The documents an assistant is made of, itself first, and the environment that is laid over them."""

    library: Library
    documents: tuple[Document, ...]
    environment: str

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(document.file for document in self.documents)

    def merged(self) -> Attrs:
        """All layers in one, without `extends` and `environments`. Raises InvalidConfig for a path that leads out."""
        anchored = [self._anchored(document) for document in reversed(self.documents)]
        patches = [as_map(as_map(value.get("environments")).get(self.environment)) for value in anchored]
        merged: Attrs = {}
        for value in (*anchored, *patches):
            merged = merge(merged, value)
        return {key: item for key, item in merged.items() if key not in ("extends", "environments")}

    def locate(self, path: str) -> Location:
        """Where a field such as `tools[2].name` stands, or the nearest that holds it."""
        return self.place(parse(path))

    def place(self, path: Path) -> Location:
        """In the layer that knows most of the path; of equals, the one that is laid over the others."""
        best, found = -1, Location(file=self.documents[0].file)
        for prefix in (("environments", self.environment), ()):
            for document in self.documents:
                known, _ = nearest(self.library.places(document.file), (*prefix, *path))
                depth = len(known) - len(prefix)
                if depth > best:
                    best, found = depth, self.library.locate(document.file, known)
        return found

    def _anchored(self, document: Document) -> Attrs:
        folder = document.file.rpartition("/")[0]

        def swap(text: str, at: Path) -> str:
            try:
                return f"/{join(folder, text)}"
            except BadFile as bad:
                where = self.library.locate(document.file, at)
                raise bad.at(where) from None

        return anchor(document.value, swap)


def lineage(document: Document, library: Library) -> tuple[Document, ...]:
    """The document and what it extends, nearest first. Raises InvalidConfig."""
    found = [document]
    while "extends" in found[-1].value:
        child = found[-1]
        try:
            file = join(child.file.rpartition("/")[0], str(child.value["extends"]))
            _no_circle(file, found)
            form = "parent" if file.rpartition("/")[2].startswith("_") else "assistant"
            found.append(library.document(file, form))
        except BadFile as bad:
            where = library.locate(child.file, ("extends",))
            raise bad.at(where) from None
    return tuple(found)


def _no_circle(file: str, found: Sequence[Document]) -> None:
    files = [document.file for document in found]
    if file in files:
        circle = " -> ".join([*files, file])
        raise BadFile("Declarations extend each other in a circle", f"{circle}; take one `extends` out.")
