"""The mark we leave on every remote object, so that it can be found again from nothing but the repository.

It holds hashes only: a reader of the provider's console learns no name of ours from it.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Self

from gptctl.core.address import Address

_FORM = re.compile(r"v1;p=([0-9a-f]{12});a=([0-9a-f]{20});n=([0-9a-f]{16});h=([0-9a-f]{64})(?:;c=([0-9a-f]{40}\+?))?\Z")

UNFINISHED = "0" * 64
"""The fingerprint in a mark while several calls make one change: what the object holds is nobody's edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """`scope` and `address` say whose object it is, `nonce` which attempt made or last wrote it.

    `applied` is the fingerprint of the attributes that were written, `commit` the git commit they came from:
    40 hex digits, with `+` when the declaration was not committed, empty outside git.
    """

    scope: str
    address: str
    nonce: str
    applied: str
    commit: str = ""

    def encode(self) -> str:
        """At most 170 ASCII characters: fits every marker channel of every provider."""
        commit = f";c={self.commit}" if self.commit else ""
        return f"v1;p={self.scope};a={self.address};n={self.nonce};h={self.applied}{commit}"

    def unfinished(self) -> Self:
        """The mark to write first when a change takes several calls; this one is written with the last of them."""
        return replace(self, applied=UNFINISHED)

    @classmethod
    def decode(cls, text: object) -> Self | None:
        """None for whatever is not exactly one of our marks: foreign text is never an error."""
        match = _FORM.match(text) if isinstance(text, str) else None
        if match is None:
            return None
        scope, address, nonce, applied, commit = match.groups()
        return cls(scope=scope, address=address, nonce=nonce, applied=applied, commit=commit or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One environment of one project: everything we own lies in exactly one scope."""

    project_id: str
    project: str
    environment: str

    @property
    def mark(self) -> str:
        return _hash(12, self.project_id, self.environment)

    def mark_of(self, address: Address) -> str:
        return _hash(20, self.project_id, self.environment, str(address))


def _hash(digits: int, *parts: str) -> str:
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:digits]
