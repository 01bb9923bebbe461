"""Calls of a service of AWS, whoever makes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from gptctl.providers.http import Intent


class Calls(Protocol):
    """Whatever calls operations of a service by the names that boto3 has for them."""

    def call(self, operation: str, intent: Intent, **arguments: object) -> Mapping[str, Any]:
        """The answer; a `Body` in it is bytes.

        Raises ProviderError, sorted as in `gptctl.providers.http.failure`; TryLater; NoAccess without keys.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class OnDemand:
    """Connects at the first call: whoever never talks to AWS needs neither keys nor boto3."""

    connect: Callable[[], Calls]

    def call(self, operation: str, intent: Intent, **arguments: object) -> Mapping[str, Any]:
        return self._opened.call(operation, intent, **arguments)

    @cached_property
    def _opened(self) -> Calls:
        return self.connect()
