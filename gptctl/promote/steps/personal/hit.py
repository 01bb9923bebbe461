"""What is found."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The word in a placeholder: `[EMAIL_1]`."""

    EMAIL = "EMAIL"
    IBAN = "IBAN"
    CARD = "CARD"
    SSN = "SSN"
    IP = "IP"
    PHONE = "PHONE"
    DOCUMENT = "DOCUMENT"
    ADDRESS = "ADDRESS"
    NAME = "NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """`text` as it stands there; `key` is the same for all ways to write the same thing."""

    kind: Kind
    start: int
    text: str
    key: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)
