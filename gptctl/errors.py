"""Failures, and the exit status each one means.

    GptctlError                 1   something failed; the message says what and what to do
    ├── InvalidConfig          10   the user's files are wrong; carries every finding at once
    ├── Locked                 11   another run holds the lock; names the holder
    ├── Refused                12   a guard, drift, a policy or a loss stands in the way
    ├── StalePlan              13   the world is not the one that was reviewed
    ├── PartlyApplied          14   some changes were made, some were not
    ├── Usage                  64   the command line is wrong
    ├── TryLater               75   the other side asked us to come back later
    ├── NoAccess                1   the environment holds no key or no address for a provider
    └── ProviderError           1   a provider call failed
        ├── NotDone             1   certain to have had no effect: it may be sent again
        │   └── Rejected        1   the provider understood and said no: sending it again will not help
        ├── Unknown             1   sent, and no well-formed answer: it must be looked up before anything else
        └── Conflict           13   the object changed under us (compare-and-swap failed)

Interrupted runs end with 130. Whatever is not in this tree is our bug and ends with 3.
"""

from collections.abc import Sequence
from typing import ClassVar

from gptctl.diagnostics import Finding


class GptctlError(Exception):
    """A failure the user can understand. `advice` says what to do next and may be empty."""

    status: ClassVar[int] = 1

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class InvalidConfig(GptctlError):
    """The user's files are wrong. Never empty."""

    status = 10

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("the declarations are wrong")
        self.findings = tuple(findings)


class Locked(GptctlError):
    status = 11


class Refused(GptctlError):
    """`reasons` are whole sentences, one for each thing that stands in the way."""

    status = 12

    def __init__(self, message: str, *, reasons: Sequence[str] = (), advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.reasons = tuple(reasons)


class StalePlan(GptctlError):
    status = 13


class PartlyApplied(GptctlError):
    status = 14


class Usage(GptctlError):
    status = 64


class TryLater(GptctlError):
    status = 75


class NoAccess(GptctlError):
    """Nothing was sent: a key, or the address that only the user can give, is missing."""


class ProviderError(GptctlError):
    """A provider call failed; the subclasses say whether it can have had an effect."""


class NotDone(ProviderError):
    pass


class Rejected(NotDone):
    pass


class Unknown(ProviderError):
    pass


class Conflict(ProviderError):
    status = 13
