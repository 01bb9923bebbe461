"""What certainly is no job leaves nothing behind at the other side."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gptctl.errors import GptctlError, NotDone, TryLater, Unknown
from gptctl.promote.trainers.base import JobId, Start


@contextmanager
def leaving_nothing(clean: Callable[[], None]) -> Iterator[None]:
    """`clean` is called where what is prepared in here fails: files are no job, whatever became of them."""
    try:
        yield
    except GptctlError as error:
        _try(clean, error)
        raise


def starting(create: Callable[[], JobId], clean: Callable[[], None]) -> Start:
    """`create` as the call that starts a job. `clean` is called when there certainly is none.

    After Unknown there may be one, which needs its files.
    """

    def start() -> JobId:
        try:
            return create()
        except Unknown:
            raise
        except GptctlError as error:
            _try(clean, error)
            if isinstance(error, NotDone | TryLater):
                raise
            raise NotDone(error.message, advice=error.advice) from error

    return start


def _try(clean: Callable[[], None], error: GptctlError) -> None:
    try:
        clean()
    except GptctlError as other:
        error.advice = f"{error.advice} What was uploaded may still be there: {other.message}".strip()
