"""What a provider cannot hold of a declaration. Reported always, never dropped in silence."""

from dataclasses import dataclass

from gptctl.core.address import Key


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Loss:
    """`field` is a path into the declaration; `reason` is a sentence for people."""

    key: Key
    field: str
    reason: str
