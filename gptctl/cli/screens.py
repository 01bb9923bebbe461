"""Which screen and which progress a run gets: from its options, its terminal and NO_COLOR."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, TextIO

from gptctl.views.line import COLOUR, PLAIN, Palette
from gptctl.views.screen import HumanScreen, JsonScreen, Screen, Stream

if TYPE_CHECKING:
    from gptctl.engine.events import Emit, Event


class Flag(Enum):
    """The options that decide how things are shown; every command has them."""

    JSON = "--json"
    QUIET = "--quiet"
    NO_COLOUR = "--no-color"


def make_screen(flags: frozenset[Flag]) -> Screen:
    out, err = make_stream(sys.stdout, flags), make_stream(sys.stderr, flags)
    notes = None if Flag.QUIET in flags else err
    if Flag.JSON in flags:
        return JsonScreen(out=out, notes=notes)
    return HumanScreen(out=out, err=err, notes=notes)


def screen_for(arguments: Sequence[str]) -> Screen:
    """The screen for a command line that could not be carried out, perhaps not even be understood."""
    return make_screen(frozenset(flag for flag in Flag if flag.value in arguments))


@contextmanager
def showing_progress(flags: frozenset[Flag]) -> "Iterator[Emit]":
    """Show on stderr what happens: one live line on a terminal, else a line for each object; quietly nothing."""
    if Flag.QUIET in flags:
        yield _nothing
        return
    from gptctl.views.progress import LineProgress, LiveProgress  # noqa: PLC0415 -- not for a quiet run

    stream = make_stream(sys.stderr, flags)
    if sys.stderr.isatty():
        live = LiveProgress(stream=stream)
        try:
            yield live
        finally:
            live.close()
    else:
        yield LineProgress(stream=stream)


def _nothing(_event: "Event") -> None:
    pass


def make_stream(file: TextIO, flags: frozenset[Flag]) -> Stream:
    return Stream(file=_lenient(file), palette=_palette(file, flags))


def _palette(file: TextIO, flags: frozenset[Flag]) -> Palette:
    plain = Flag.NO_COLOUR in flags or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return PLAIN if plain or not file.isatty() else COLOUR


def _lenient(file: TextIO) -> TextIO:
    """A character that the terminal's encoding lacks is escaped, not an error."""
    if hasattr(file, "reconfigure"):
        file.reconfigure(errors="backslashreplace")
    return file
