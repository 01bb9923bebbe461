"""Mistakes in what a project says about a provider: its map below `providers` in gptctl.yaml."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from gptctl.core.suggest import suggest
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig
from gptctl.providers.base import Problem

_FILE = "gptctl.yaml"
_SHOWN = 64
_WORD = re.compile(r"[\w-]+\Z")


class WrongSettings(InvalidConfig):
    """Every mistake in the settings of one provider, with no line yet: a provider does not see the file.

    `section` is the map of the file that its settings stand in: trainers have one of their own.
    """

    def __init__(self, name: str, problems: Sequence[Problem], *, section: str = "providers") -> None:
        self._top = f"{section}.{name}"
        self._problems = tuple(problems)
        super().__init__([self._finding(problem, Location(file=_FILE)) for problem in problems])

    def at(self, locate: Callable[[str], Location]) -> InvalidConfig:
        """The same mistakes at their places; `locate` knows that of a field such as `providers.local.threads`."""
        return InvalidConfig([self._finding(one, locate(self._field(one))) for one in self._problems])

    def _finding(self, problem: Problem, where: Location) -> Finding:
        detail = f"`{self._field(problem)}`: {problem.detail}"
        return Finding(summary=problem.summary, detail=detail, where=where)

    def _field(self, problem: Problem) -> str:
        return f"{self._top}{'' if problem.path.startswith('[') else '.'}{problem.path}"


def wrong(path: str, advice: str) -> Problem:
    """A setting with a value that cannot be."""
    return Problem(path=path, summary="A wrong setting", detail=f"{advice}.")


def unknown(names: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    """Every setting that the provider does not have."""
    for name in names:
        if name not in known:
            yield Problem(path=_path(name), summary="An unknown setting", detail=suggest(name, known))


def _path(name: str) -> str:
    """As paths of fields are written: in quotes and brackets unless it is a plain word. The far end is cut off."""
    return name[:_SHOWN] if _WORD.match(name) else f"[{json.dumps(name[:_SHOWN])}]"
