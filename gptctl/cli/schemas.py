"""Every schema we publish: those of the files a person writes, and those of the documents we print."""

from pathlib import Path

from gptctl.cli.files import save
from gptctl.config import schemas as declarations
from gptctl.errors import GptctlError
from gptctl.views import documents

FOLDER = "schemas"


def names() -> tuple[str, ...]:
    return (*declarations.names(), *documents.names())


def text(name: str) -> str:
    """Raises KeyError for a name that is none."""
    return declarations.text(name) if name in declarations.names() else documents.text(name)


def write_schemas(root: Path) -> tuple[str, ...]:
    """Write the schemas of the files a person writes, for editors; the result names them.

    Raises GptctlError, as where their folder is a link: one in a repository leads anywhere.
    """
    if (root / FOLDER).is_symlink():
        raise GptctlError(f"{root / FOLDER} is a symbolic link: nothing is written through it")
    written = tuple(f"{FOLDER}/{name}.json" for name in declarations.names())
    for name, path in zip(declarations.names(), written, strict=True):
        save(root / path, declarations.text(name))
    return written
