"""Reading a file of JSON lines that may have been edited by hand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gptctl.core.value import Attrs

LONGEST = 64 * 1024 * 1024
"""Bytes of one line; no target takes a longer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with its number from 1: its row, or what is wrong with it."""

    number: int
    row: Attrs | None
    problem: str = ""


def lines(path: Path) -> Iterator[Line]:
    """Every line that is not blank. Memory holds one line at a time."""
    with path.open("rb") as file:
        number = 0
        while text := file.readline(LONGEST + 1):
            number += 1
            if len(text) > LONGEST:
                yield Line(number=number, row=None, problem=f"the line is longer than {LONGEST} bytes")
                return
            if number == 1:
                text = text.removeprefix(b"\xef\xbb\xbf")
            if text.strip():
                yield _line(number, text)


def _line(number: int, text: bytes) -> Line:
    try:
        row = json.loads(text.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        return Line(number=number, row=None, problem="the line is not UTF-8")
    except (ValueError, RecursionError):
        return Line(number=number, row=None, problem="the line is not JSON")
    if not isinstance(row, dict):
        return Line(number=number, row=None, problem="the line is not a JSON object")
    return Line(number=number, row=row)


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")
