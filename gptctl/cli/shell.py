"""What a command gets from the options that every command has."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gptctl.cli.screens import Flag, make_screen, make_stream, showing_progress
from gptctl.cli.wiring import Place, open_migration, open_session
from gptctl.engine.session import Session
from gptctl.errors import GptctlError, Usage
from gptctl.views.line import line
from gptctl.views.screen import Screen

if TYPE_CHECKING:
    from gptctl.engine.migration import Course


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    place: Place
    flags: frozenset[Flag]

    @property
    def screen(self) -> Screen:
        return make_screen(self.flags)

    @contextmanager
    def session(self, revision: str | None = None) -> Iterator[Session]:
        """The environment, opened; what happens in it is shown."""
        with showing_progress(self.flags) as emit, open_session(self.place, emit=emit, revision=revision) as session:
            yield session

    @contextmanager
    def migration(self, target: str) -> "Iterator[tuple[Session, Course]]":
        """The environment, opened as if it had this target too."""
        with showing_progress(self.flags) as emit, open_migration(self.place, target, emit=emit) as opened:
            yield opened

    def require(self, question: str, answer: str) -> None:
        """Go on only if a person types this answer.

        Raises Usage where nobody can be asked, GptctlError when the answer is another.
        """
        if Flag.JSON in self.flags or not is_interactive():
            raise Usage(
                "this needs consent, and nobody can be asked here", advice="Look what it would do, then pass --yes."
            )
        make_stream(sys.stderr, self.flags).write([line(f"{question} Type {answer!r} to go on:")])
        if sys.stdin.readline().strip() != answer:
            raise GptctlError("not confirmed", advice="Nothing was changed.")


def is_interactive() -> bool:
    """A person sits in front of both ends: what is asked can be read, and be answered."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
