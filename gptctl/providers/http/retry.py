"""Send again what certainly was not done, a bounded number of times. The only place that retries."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from gptctl.core.value import JSON
from gptctl.errors import Conflict, NotDone, Rejected, TryLater
from gptctl.providers.http.client import Reply, Sender, Upload
from gptctl.providers.http.failure import Busy, Intent
from gptctl.providers.tally import tick

T = TypeVar("T")

TRIES = 5
FIRST_PAUSE = 0.5


class Retrying:
    """A sender that asks again after a busy signal, a refused connection, or a read that failed.

    A write whose outcome is unknown is never sent again: it must be looked up first. After the last try a busy signal
    becomes TryLater.
    """

    def __init__(self, real: Sender, *, sleep: Callable[[float], None]) -> None:
        self._real = real
        self._sleep = sleep

    def send(
        self,
        method: str,
        path: str,
        *,
        intent: Intent,
        json: JSON = None,
        params: Mapping[str, str] | None = None,
        upload: Upload | None = None,
    ) -> Reply:
        tick()
        return again(
            lambda: self._real.send(method, path, intent=intent, json=json, params=params, upload=upload), self._sleep
        )

    def close(self) -> None:
        self._real.close()


def again(call: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """What `call` gives, asked again while that is certain to have had no effect."""
    for turn in range(TRIES):
        try:
            return call()
        except (Rejected, Conflict):
            raise
        except NotDone as error:
            if turn == TRIES - 1:
                raise _last(error) from None
            sleep(error.seconds if isinstance(error, Busy) else FIRST_PAUSE * 2**turn)
    raise AssertionError("the last turn returns or raises")


def _last(error: NotDone) -> NotDone | TryLater:
    return TryLater(error.message, advice=error.advice) if isinstance(error, Busy) else error
