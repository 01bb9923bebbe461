"""The proposal: one line of an assistant's file, and what speaks for it, on a branch of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gptctl.config.branch import Branch, propose
from gptctl.config.model_line import with_model
from gptctl.config.revision import checkout, exists, read_at
from gptctl.config.workspace import load
from gptctl.core.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`files` are project-relative and lie beside the assistant's own, which gets `model` for the environment."""

    branch: str
    assistant: str
    environment: str
    model: str
    files: Mapping[str, bytes]
    message: str


def carry_out(change: Change, root: Path) -> Branch:
    """The branch, made now or before, on top of what git has: what is not committed is neither read nor touched.

    Raises Refused when a branch of that name holds something else, InvalidConfig where the model cannot be written.
    """
    base = f"{change.branch}^" if exists(root, change.branch) else "HEAD"
    with checkout(root, base) as tree:
        workspace = load(tree, change.environment)
        rewritten = with_model(workspace, Address(kind="assistant", name=change.assistant), change.model)
    files = {**change.files, rewritten.file: rewritten.content}
    return propose(root, change.branch, files, change.message, base=base)


def proposed(branch: str, path: str, root: Path) -> bytes | None:
    """A project-relative file of a branch that was made before; None where there is no such branch or file."""
    return read_at(root, branch, path) if exists(root, branch) else None
