"""The one line of the project that says what a portable name means at a target."""

from gptctl.config.files import read, status
from gptctl.config.model_line import Rewritten
from gptctl.config.project import FILE
from gptctl.config.reading.limits import DECLARATION
from gptctl.config.reading.wrong import wrong
from gptctl.config.rewrite import replace
from gptctl.config.workspace import Workspace


def with_meaning(workspace: Workspace, alias: str, target: str, model: str) -> Rewritten:
    """`gptctl.yaml` with another model for an alias that has one at this target.

    Raises InvalidConfig where it is repeated by an anchor, BadFile when the file is no longer there.
    """
    root = workspace.library.root
    content = read(root, FILE, status(root, FILE), DECLARATION.size)
    path = ("models", alias, target)
    try:
        return Rewritten(file=FILE, content=replace(content, path, model, FILE))
    except KeyError:
        detail = "The map that it stands in is repeated by an anchor. Write the map out, and try again."
        raise wrong(
            FILE, workspace.library.places(FILE).get(path), f"`{alias}` cannot be changed alone", detail
        ) from None
