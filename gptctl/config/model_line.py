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
    """A project-relative file as it would be with one value changed."""

    file: str
    content: bytes


def with_model(workspace: Workspace, assistant: Address, model: str) -> Rewritten:
    """The file of a declared assistant with another model, for the environment of the workspace.

    A model that this file does not say itself is written into it: the file it comes from speaks for others too.
    Raises InvalidConfig where a base says the model for this very environment, which nothing in the file's top level
    can outdo, and where the value is repeated by an anchor; BadFile when
    the file is no longer there; Usage when there is no such assistant.
    """
    layers = layers_of(workspace, assistant)
    own = layers.documents[0]
    root = workspace.library.root
    content = read(root, own.file, status(root, own.file), DECLARATION.size)
    patch: Path = ("environments", layers.environment, _KEY)
    refuse_overruled(layers, patch, "the model")
    for path in (patch, (_KEY,)):
        if has(own.value, path):
            return Rewritten(file=own.file, content=replace(content, path, model, own.file))
    return Rewritten(file=own.file, content=insert(content, "name", (_KEY,), model))


def refuse_overruled(layers: Layers, patch: Path, what: str) -> None:
    """Raises InvalidConfig where only a base says something for this very environment: it is laid over everything."""
    own, *bases = layers.documents
    for base in bases:
        if has(base.value, patch) and not has(own.value, patch):
            place = layers.library.places(base.file).get(patch)
            detail = f"It overrules {own.file}. Move it there, or take it out, and try again."
            raise wrong(base.file, place, f"A base says {what} for {layers.environment}", detail)


def layers_of(workspace: Workspace, assistant: Address) -> Layers:
    """What an assistant is made of. Raises Usage when there is no such assistant."""
    origin = workspace.origins.get(assistant)
    if not isinstance(origin, Assembly):
        raise Usage(f"There is no {assistant} here.")
    return origin.layers


def has(value: JSON, path: Path) -> bool:
    """Whether a document says something at a path of keys."""
    for key in path[:-1]:
        value = as_map(value).get(str(key))
    return path[-1] in as_map(value)
