"""Checks of rows with two answers, one preferred: `input`, `preferred_output`, `non_preferred_output`."""

from collections.abc import Iterator

from gptctl.core.value import Attrs
from gptctl.promote.rules.rows import entries, role

SIDES = ("preferred_output", "non_preferred_output")


def both_sides(row: Attrs) -> Iterator[str]:
    for side in SIDES:
        if not entries(row.get(side)):
            yield f"`{side}` has no answer"


def one_answer(row: Attrs) -> Iterator[str]:
    """Each side is one message of the assistant."""
    for side in SIDES:
        found = entries(row.get(side))
        if found and (len(found) != 1 or role(found[0]) != "assistant"):
            yield f"`{side}` is not one message of the assistant"


def speaks(row: Attrs) -> Iterator[str]:
    """Each side has the assistant speak; only it and tools do."""
    for side in SIDES:
        found = entries(row.get(side))
        if found and not any(role(message) == "assistant" for message in found):
            yield f"`{side}` has no message of the assistant"
        if any(role(message) not in {"assistant", "tool"} for message in found):
            yield f"`{side}` holds messages that are neither the assistant's nor a tool's"


def differ(row: Attrs) -> Iterator[str]:
    if all(side in row for side in SIDES) and row[SIDES[0]] == row[SIDES[1]]:
        yield "both answers are the same"
