"""For which environments the line speaks that says an assistant's model."""

from gptctl.config.assembly import Assembly
from gptctl.config.shape import as_map
from gptctl.config.workspace import Workspace
from gptctl.core.address import Address


def speaks_for(workspace: Workspace, assistant: Address) -> tuple[str, ...]:
    """Those whose model changes when that of the workspace's environment is changed where it is written.

    The environment alone where it has a line of its own, else all that have none.
    """
    own = [name for name in workspace.project.environments if _has_own(workspace, assistant, name)]
    here = workspace.environment.name
    return (here,) if here in own else tuple(name for name in workspace.project.environments if name not in own)


def _has_own(workspace: Workspace, assistant: Address, environment: str) -> bool:
    origin = workspace.origins.get(assistant)
    documents = origin.layers.documents if isinstance(origin, Assembly) else ()
    patches = (as_map(as_map(one.value).get("environments")).get(environment) for one in documents)
    return any("model" in as_map(patch) for patch in patches)
