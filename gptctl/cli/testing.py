"""`gptctl test`: whose tests are asked, where, and what came of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from gptctl.core.suggest import suggest
from gptctl.engine.planning import locate
from gptctl.engine.session import Session
from gptctl.errors import Usage
from gptctl.expect.test import AssistantTest
from gptctl.runtime.resolve import Binding, resolve
from gptctl.runtime.testing import is_stale, put
from gptctl.runtime.tools import CommandTools
from gptctl.views.test import TestedAssistant

if TYPE_CHECKING:
    from gptctl.config.workspace import Workspace

Tests = Sequence[AssistantTest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An assistant where it is applied, and what it is asked there. `user` is whom a rollout decides for.

    `stale` says that what is declared now is not what is applied.
    """

    binding: Binding
    tests: Tests
    user: str
    stale: bool


def assistants_with_tests(workspace: "Workspace", names: Iterable[str]) -> Mapping[str, Tests]:
    """By name: those that were named, or all that have tests. Raises Usage where there is nothing to ask."""
    known = {address.name: tests for address, tests in sorted(workspace.tests.items())}
    asked = {name: _of(name, known) for name in names} or {name: tests for name, tests in known.items() if tests}
    if not asked:
        raise Usage("no assistant has tests", advice="Write some, and name their file under `tests:` in an assistant.")
    return asked


def _of(name: str, known: Mapping[str, Tests]) -> Tests:
    if name not in known:
        raise Usage(f"no assistant {name} is declared", advice=suggest(name, known))
    if not known[name]:
        raise Usage(f"{name} has no tests", advice="Write some, and name their file under `tests:` in the assistant.")
    return known[name]


def opened(session: Session, tests: Mapping[str, Tests], targets: Sequence[str], user: str) -> Sequence[Opened]:
    """Each at the environment's first target, or at these. Raises GptctlError for one that was never applied."""
    where, found = targets or session.outline.targets[:1], locate(session).found
    bound = [(resolve(session, name, at, user=user, found=found), tests[name]) for name in tests for at in where]
    return [
        Opened(binding=one, tests=asked, user=user, stale=is_stale(one, found, session.outline.wanted))
        for one, asked in bound
    ]


def put_all(
    session: Session, assistants: Sequence[Opened], tools: CommandTools, tell: Callable[[int, int], None]
) -> Sequence[TestedAssistant]:
    """One question after the other. `tell` gets how many tests are done, and how many there are."""
    total = sum(len(one.tests) for one in assistants)
    done, found = count(1), []
    for one in assistants:
        tested = []
        for test in one.tests:
            tested.append(put(session, one.binding, test, tools, user=one.user))
            tell(next(done), total)
        found.append(TestedAssistant(binding=one.binding, tested=tested, stale=one.stale))
    return found
