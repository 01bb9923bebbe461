"""What failed before a job can have been started, and what the other side refused: in both cases there is no job."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gptctl.errors import GptctlError, NotDone, Unknown


@contextmanager
def before_the_job() -> Iterator[None]:
    """Whatever fails in here is NotDone: what was sent is files, and files are no job."""
    try:
        yield
    except NotDone:
        raise
    except GptctlError as error:
        raise NotDone(error.message, advice=error.advice) from error


@contextmanager
def leaving_nothing(clean: Callable[[], None]) -> Iterator[None]:
    """`clean` is called when there certainly is no job, and then the failure is NotDone.

    After Unknown there may be one, which needs its files.
    """
    try:
        yield
    except Unknown:
        raise
    except GptctlError as error:
        _try(clean, error)
        if isinstance(error, NotDone):
            raise
        raise NotDone(error.message, advice=error.advice) from error


def _try(clean: Callable[[], None], error: GptctlError) -> None:
    try:
        clean()
    except GptctlError as other:
        error.advice = f"{error.advice} What was uploaded may still be there: {other.message}".strip()
