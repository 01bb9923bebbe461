"""What happens during an apply, as data, for whoever shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from gptctl.core.address import Key
from gptctl.core.plan import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    key: Key
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    key: Key
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedToApply:
    key: Key
    action: Action
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Not tried, because what it needs was not made."""

    key: Key
    action: Action
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Waiting for a provider's listing to show what a crashed run may have made."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something that a person must know, and that makes no change of what was done."""

    message: str


Event: TypeAlias = Started | Finished | FailedToApply | Skipped | Waiting | Warned
Emit: TypeAlias = Callable[[Event], None]
