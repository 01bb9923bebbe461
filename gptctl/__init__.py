"""Assistants declared in git, applied to every provider."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gptctl.cli.api import resolve

__all__ = ["resolve"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load the Python door only when it is used: the command's version must not wait for it."""
    if name == "resolve":
        from gptctl.cli.api import resolve  # noqa: PLC0415 -- see above

        return resolve
    raise AttributeError(name)
