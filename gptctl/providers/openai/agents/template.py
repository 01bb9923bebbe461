"""An environment template, which has no metadata: our mark is the path of an empty file in it."""

from collections.abc import Iterator, Mapping

from gptctl.core.marker import Marker
from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import items, text

TOP = "/workspace/knowledge/"
_MARK = "/workspace/.gptctl/"
_SAFE = str.maketrans({";": "/", "=": "-", "+": "~"})
_BACK = str.maketrans({"/": ";", "-": "=", "~": "+"})


def body_of(name: str, files: Mapping[str, str], ids: Mapping[str, str], marker: Marker) -> Attrs:
    """What to write: `files` leads from paths to digests, `ids` from digests to the ids of uploaded files.

    What knowledge needs no network for is cut off from it.
    """
    mark: Attrs = {"type": "inline", "path": _MARK + marker.encode().translate(_SAFE), "data": "Cg=="}
    held: list[JSON] = [
        {"type": "file_id", "file_id": ids[digest], "path": TOP + path} for path, digest in sorted(files.items())
    ]
    return {"name": name, "files": [*held, mark], "network": {"access": "disabled"}}


def marker_of(body: Attrs) -> Marker | None:
    for file in items(body.get("files")):
        path = text(file.get("path"))
        if path.startswith(_MARK):
            return Marker.decode(path.removeprefix(_MARK).translate(_BACK))
    return None


def files_of(body: Attrs) -> Iterator[tuple[str, str]]:
    """Path and file id of every file but the mark; a file from elsewhere is shown by its whole path."""
    for file in items(body.get("files")):
        path = text(file.get("path"))
        if not path.startswith(_MARK):
            yield path.removeprefix(TOP), text(file.get("file_id"))


def renamed(body: Attrs, marker: Marker) -> Attrs:
    """The same files under another mark. Files whose content is not ours cannot be said again, and are left out."""
    mark: Attrs = {"type": "inline", "path": _MARK + marker.encode().translate(_SAFE), "data": "Cg=="}
    return {"files": [*(file for file in items(body.get("files")) if file.get("type") == "file_id"), mark]}
