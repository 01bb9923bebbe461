"""The file that holds an assistant's instructions, to be changed in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gptctl.config.anchor import is_path
from gptctl.config.assembly import Assembly
from gptctl.config.files import BadFile, join, read, status
from gptctl.config.instructions import compiled, variables_of
from gptctl.config.reading.limits import DECLARATION
from gptctl.config.revision import read_at
from gptctl.config.workspace import Workspace
from gptctl.core.address import Address
from gptctl.diagnostics import Location
from gptctl.errors import Refused, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionsFile:
    """`file` is project-relative; `text` is all that stands in it, line ends as they are."""

    file: str
    text: str
    variables: Mapping[str, str]

    def told(self, text: str) -> str:
        """What a model would be told if this stood in the file."""
        return compiled(text.replace("\r\n", "\n").replace("\r", "\n"), self.variables)


def instructions_file(workspace: Workspace, assistant: Address) -> InstructionsFile:
    """Raises Usage where there is no such assistant, InvalidConfig when the file is no longer there.

    Raises Refused where the instructions stand in no file of their own, in one that other assistants use too, or in
    one that git has otherwise: then a commit that changes it would change more.
    """
    origin = workspace.origins.get(assistant)
    if not isinstance(origin, Assembly):
        raise Usage(f"There is no {assistant} here.")
    written = str(origin.value["instructions"])
    if not is_path(written):
        raise Refused(
            f"the instructions of {assistant.name} stand in no file of their own",
            advice="Move them into one beside the declaration: `instructions: NAME.md`.",
        )
    file = join("", written.removeprefix("/"))
    others = sorted(str(one) for one, files in workspace.sources.items() if file in files and one != assistant)
    if others:
        raise Refused(f"{file} is told to {', '.join(others)} too", advice="Give each assistant a file of its own.")
    root = workspace.library.root
    try:
        content = read(root, file, status(root, file), DECLARATION.size)
    except BadFile as bad:
        raise bad.at(Location(file=file)) from None
    if read_at(root, "HEAD", file) != content:
        raise Refused(f"{file} is not as git has it", advice="Commit it first: the proposal starts from there.")
    return InstructionsFile(file=file, text=content.decode("utf-8"), variables=variables_of(origin))
