"""The one line of an assistant that a promotion changes."""

from dataclasses import dataclass

from gptctl.config.assembly import Assembly
from gptctl.config.files import read, status
from gptctl.config.lineage import Layers
from gptctl.config.reading.limits import DECLARATION
from gptctl.config.reading.place import Path
from gptctl.config.reading.wrong import wrong
from gptctl.config.rewrite import insert, replace
from gptctl.config.shape import as_map
from gptctl.config.workspace import Workspace
from gptctl.core.address import Address
from gptctl.core.value import JSON
from gptctl.errors import Usage

_KEY = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """The assistant's own file, with another model for one environment."""

    file: str
    content: bytes


def with_model(workspace: Workspace, assistant: Address, model: str) -> Rewritten:
    """The file of a declared assistant with another model, for the environment of the workspace.

    A model that this file does not say itself is written into it: the file it comes from speaks for others too.
    Raises InvalidConfig where a base says the model for this very environment, which nothing in the file's top level
    can outdo, and where the value is repeated by an anchor; BadFile when
    the file is no longer there; Usage when there is no such assistant.
    """
    layers = _layers(workspace, assistant)
    own, *bases = layers.documents
    root = workspace.library.root
    content = read(root, own.file, status(root, own.file), DECLARATION.size)
    patch: Path = ("environments", layers.environment, _KEY)
    for base in bases:
        if _has(base.value, patch) and not _has(own.value, patch):
            place = layers.library.places(base.file).get(patch)
            detail = f"It overrules {own.file}. Move it there, or take it out, and try again."
            raise wrong(base.file, place, f"A base says the model for {layers.environment}", detail)
    for path in (patch, (_KEY,)):
        if _has(own.value, path):
            return Rewritten(file=own.file, content=replace(content, path, model, own.file))
    return Rewritten(file=own.file, content=insert(content, "name", _KEY, model))


def _layers(workspace: Workspace, assistant: Address) -> Layers:
    origin = workspace.origins.get(assistant)
    if not isinstance(origin, Assembly):
        raise Usage(f"There is no {assistant} here.")
    return origin.layers


def _has(value: JSON, path: Path) -> bool:
    for key in path[:-1]:
        value = as_map(value).get(str(key))
    return path[-1] in as_map(value)
