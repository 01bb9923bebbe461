"""Bytes to text: UTF-8 without a byte order mark, and no NUL."""

import codecs

from gptctl.config.reading.place import Place, at
from gptctl.config.reading.wrong import wrong

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE = "save the file as UTF-8 without a byte order mark"


def decode(content: bytes, file: str) -> str:
    """The text with plain line feeds. Raises InvalidConfig with the place of the first byte that is no text."""
    if content.startswith(codecs.BOM_UTF8):
        raise wrong(file, Place(line=1, column=1), "The file starts with a byte order mark", f"{_SAVE}.")
    if content.startswith(_UTF16):
        raise wrong(file, Place(line=1, column=1), "The file is not UTF-8", f"It looks like UTF-16; {_SAVE}.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        detail = f"Byte 0x{content[error.start]:02x} is no text; {_SAVE}."
        raise wrong(file, at(before, len(before)), "The file is not UTF-8", detail) from None
    nul = text.find("\0")
    if nul >= 0:
        raise wrong(file, at(text, nul), "The file holds a NUL character", "Take it out: text files have none.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
