"""The libraries of the extra `promote`, which few who declare assistants need."""

from collections.abc import Iterator
from contextlib import contextmanager

from gptctl.errors import GptctlError


@contextmanager
def promote_extra() -> Iterator[None]:
    """Around imports: raises GptctlError, naming the extra, when a library of it is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise GptctlError(
            f"conversations and datasets need {error.name}, which is not installed",
            advice="Run `pip install 'gptctl[promote]'`.",
        ) from error
