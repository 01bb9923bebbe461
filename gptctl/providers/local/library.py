"""The one message for a library of the extra that is not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from gptctl.errors import NotDone


@contextmanager
def needed(for_what: str) -> Iterator[None]:
    """Around lazy imports: a missing library becomes a sentence with the command that installs it."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise NotDone(
            f"{for_what} needs the Python package {error.name}, which is not installed",
            advice="run `pip install 'gptctl[local]'`",
        ) from error
