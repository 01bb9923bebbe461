"""A change that takes several calls."""

from collections.abc import Iterator
from contextlib import contextmanager

from gptctl.errors import ProviderError, TryLater, Unknown


@contextmanager
def begun() -> Iterator[None]:
    """Once the first call had an effect, any later failure leaves the change half done: Unknown, never NotDone."""
    try:
        yield
    except (ProviderError, TryLater) as error:
        raise Unknown(error.message, advice=error.advice) from None
