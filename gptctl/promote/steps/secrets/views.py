"""The ways in which a secret may be written down: as it is, behind JSON's escapes, URL-encoded, in base64."""

import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from gptctl.promote.steps.regex import octets

# What makes it worth while to look behind the signs, as patterns for the first look at a text.
TRIGGERS = (r"\\u00[2-7]", r"%[2-7][0-9A-Fa-f]", r"[A-Za-z0-9+/-]{24}")

ESCAPE = re.compile(rb"(?<!\\)\\+(?:u00([2-7][0-9A-Fa-f])|([nrtbf])|([\"/]))")
RUN = octets(r"[A-Za-z0-9+/_-]{24,}")


def views(text: bytes) -> Iterator[tuple[int, bytes]]:
    """Each way to read the text, with the place in it from which that reading begins."""
    yield 0, text
    plain = ESCAPE.sub(_unescaped, text) if b"\\" in text else text
    if plain is not text:
        yield 0, plain
    decoded = unquote_to_bytes(plain) if b"%" in plain else plain
    if decoded is not plain:
        yield 0, decoded
    for run in RUN.finditer(decoded):
        for reading in _readings(run.group()):
            yield (run.start() if decoded is text else 0), reading


def _unescaped(match: re.Match[bytes]) -> bytes:
    code, blank, sign = match.groups()
    if code:
        return bytes.fromhex(code.decode())
    return b" " if blank else bytes(sign)


def _readings(run: bytes) -> Iterator[bytes]:
    """What may be base64 as bytes, from each of the four places where its first group of four may begin."""
    if run in {run.lower(), run.upper()}:
        return
    signs = run.translate(bytes.maketrans(b"-_", b"+/"))
    for skipped in range(4):
        part = signs[skipped:]
        part = part[:-1] if len(part) % 4 == 1 else part
        yield b64decode(part + b"=" * (-len(part) % 4))
