"""Addresses are ours and stable (`assistant.support`); remote ids are the provider's and opaque."""

from dataclasses import dataclass
from typing import NewType, Self

RemoteId = NewType("RemoteId", str)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Address:
    """What one declared object is called inside a project: its kind and its name."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}.{self.name}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `kind.name`. Raises ValueError when either part is missing."""
        kind, dot, name = text.partition(".")
        if not (kind and dot and name):
            raise ValueError(f"{text!r} is not an address of the form kind.name")
        return cls(kind=kind, name=name)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Key:
    """One object at one target: the unit that is planned, journalled and recorded."""

    target: str
    address: Address

    def __str__(self) -> str:
        return f"{self.target}:{self.address}"
