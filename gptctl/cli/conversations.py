"""The store of a project's conversations, opened for a command."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gptctl.backends.local import LocalBackend
from gptctl.cli.shell import Shell
from gptctl.cli.wiring import MEMORY, open_workspace
from gptctl.config.project_file import load_project
from gptctl.core.suggest import suggest
from gptctl.errors import Usage
from gptctl.logs.assignment import Assignment, words
from gptctl.logs.extra import promote_extra
from gptctl.logs.overview import Glance
from gptctl.logs.recorder import Recorder
from gptctl.logs.store.query import Query

if TYPE_CHECKING:
    from gptctl.config.workspace import Workspace
    from gptctl.logs.store.store import Store

FOLDER = "conversations"
CANDIDATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversations:
    """What every command on conversations works with."""

    store: "Store"
    workspace: "Workspace"
    recorder: Recorder

    def named(self, assistant: str | None) -> str | None:
        """The name of a declared assistant, or none at all. Raises Usage for any other."""
        names = [one.address.name for one in self.workspace.declared if one.address.kind == "assistant"]
        if assistant is not None and assistant not in names:
            raise Usage(f"no assistant {assistant} is declared", advice=suggest(assistant, names))
        return assistant

    def find(self, id_: str) -> Glance:
        """The conversation whose id, ours or its source's, begins so. Raises Usage when there is not exactly one."""
        found = self.store.glances(Query(id=id_), most=CANDIDATES)
        exact = [one for one in found if id_ in (one.id, one.native)]
        if len(found) == 1 or len(exact) == 1:
            return (exact or found)[0]
        if not found:
            raise Usage(f"there is no conversation {id_}", advice="`gptctl logs list` shows those that are there.")
        raise Usage(f"{id_} begins several ids", advice=f"Type more of it: {', '.join(one.id for one in found)}.")

    def assignment(self, given: str | None) -> Assignment:
        """How to tell the assistant of a conversation: by what is declared, and by what was applied from here."""
        declared = [one for one in self.workspace.declared if one.address.kind == "assistant"]
        told = {words(str(one.attrs.get("instructions", ""))): one.address.name for one in declared}
        project = self.workspace.project
        backends = (LocalBackend(project.root / MEMORY / name) for name in project.environments)
        entries = (entry for backend in backends for entry in backend.read().record.entries.items())
        applied = {str(entry.id): key.address.name for key, entry in entries if key.address.kind == "assistant"}
        names = [one.address.name for one in declared]
        return Assignment(given=given or "", declared=names, by_remote_id=applied, by_instructions=told)


def open_conversations(shell: Shell) -> Conversations:
    """Raises GptctlError when the libraries of the extra are missing, InvalidConfig for wrong declarations."""
    workspace = open_workspace(shell.place)
    return Conversations(
        store=_store(shell, workspace.project.id), workspace=workspace, recorder=Recorder(shell.place.home)
    )


def open_store(shell: Shell) -> "Store":
    """The store alone, whatever an assistant's file says. Raises GptctlError, InvalidConfig for a wrong gptctl.yaml."""
    return _store(shell, load_project(shell.place.root, shell.place.environment).project.id)


def _store(shell: Shell, project: str) -> "Store":
    with promote_extra():
        from gptctl.logs.store.store import Store  # noqa: PLC0415 -- needs libraries that not everybody has

    return Store(folder=shell.place.home / FOLDER / project)
