"""What the user asked for and allowed, as data."""

from dataclasses import dataclass, field

from gptctl.core.address import Address, Key
from gptctl.core.planner import Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`only` restricts the plan to these addresses and what they refer to; empty means everything.

    `max_delete` and `recreate` answer the guards of the same names; `strict` refuses a plan with losses.
    """

    only: frozenset[Address] = frozenset()
    consent: Consent = field(default_factory=Consent)
    max_delete: int | None = None
    recreate: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an apply did. `failed` and `skipped` say why, as sentences."""

    done: tuple[Key, ...] = ()
    failed: tuple[tuple[Key, str], ...] = ()
    skipped: tuple[tuple[Key, str], ...] = ()
