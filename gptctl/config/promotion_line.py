"""The one line of an assistant that says what its next promotion trains, and where."""

from gptctl.config.files import read, status
from gptctl.config.lineage import Layers
from gptctl.config.model_line import Rewritten, has, layers_of, refuse_overruled
from gptctl.config.reading.limits import DECLARATION
from gptctl.config.reading.place import Path
from gptctl.config.reading.wrong import wrong
from gptctl.config.rewrite import insert, insert_into, replace
from gptctl.config.workspace import Workspace
from gptctl.core.address import Address

_MAP = "promotion"
_PATH: Path = (_MAP, "to")


def with_base(workspace: Workspace, assistant: Address, to: str) -> Rewritten:
    """The file of a declared assistant with another `promotion.to`, for the environment of the workspace.

    Where only a file it extends says it, it is written into the assistant's own. Raises InvalidConfig where a base says
    it for this very environment and where it is repeated by an anchor, BadFile when the file is no longer there, Usage
    when there is no such assistant.
    """
    layers = layers_of(workspace, assistant)
    own = layers.documents[0]
    patch: Path = ("environments", layers.environment, *_PATH)
    refuse_overruled(layers, patch, "what to train")
    root = workspace.library.root
    content = read(root, own.file, status(root, own.file), DECLARATION.size)
    for path in (patch, _PATH):
        if has(own.value, path):
            return Rewritten(file=own.file, content=_replaced(layers, content, path, to))
    if has(own.value, (_MAP,)):
        return Rewritten(file=own.file, content=insert_into(content, _PATH, to, own.file))
    return Rewritten(file=own.file, content=insert(content, "name", _PATH, to))


def _replaced(layers: Layers, content: bytes, path: Path, to: str) -> bytes:
    file = layers.documents[0].file
    try:
        return replace(content, path, to, file)
    except KeyError:
        detail = "The map that it stands in is repeated by an anchor. Write the map out, and try again."
        raise wrong(file, layers.library.places(file).get(path), "`to` cannot be changed alone", detail) from None
