"""What every reader makes of a file: plain text under its headings."""

from dataclasses import dataclass

from gptctl.errors import Rejected

MAX_BYTES = 64 * 1024 * 1024
MAX_CHARACTERS = 20_000_000
PATH_SIGN = " > "


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`heading` is the path of headings above the text, outermost first; empty before the first heading."""

    heading: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`keywords` are words its author chose for finding it; both they and the title may be empty."""

    title: str = ""
    keywords: str = ""
    sections: tuple[Section, ...] = ()


class Unreadable(Rejected):
    """A document that cannot be read; the message is a clause that follows the file's name."""


def decode(data: bytes) -> str:
    """Text of whatever encoding: UTF-8 and UTF-16 by their marks, else UTF-8, else Windows-1252, which always fits."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
