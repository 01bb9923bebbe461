"""What came of the tests of assistants: what failed, and the part of the answer that did."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.expect.base import Fault
from gptctl.expect.test import Judged
from gptctl.runtime.resolve import Binding
from gptctl.runtime.testing import Tested
from gptctl.views.line import BLANK, Line, Style, indent, line

FORMAT = "gptctl.test/v1"
_STALE = "what is declared now is not applied there yet; this was asked of what is"


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedAssistant:
    """`stale` says that what is declared now is not what is applied and was asked."""

    binding: Binding
    tested: Sequence[Tested]
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TestsReport:
    environment: str
    assistants: Sequence[TestedAssistant]

    @property
    def all(self) -> Sequence[Tested]:
        return [one for assistant in self.assistants for one in assistant.tested]

    @property
    def failed(self) -> int:
        """How many were answered with something that was not expected."""
        return sum(one.said is not None and not one.passed for one in self.all)

    @property
    def unanswered(self) -> int:
        return sum(one.said is None for one in self.all)

    def human(self) -> Iterator[Line]:
        for one in self.assistants:
            yield from _human(one)
        yield from _summary(self)

    def document(self) -> Attrs:
        return {
            "format": FORMAT,
            "environment": self.environment,
            "passed": sum(one.passed for one in self.all),
            "failed": self.failed,
            "unanswered": self.unanswered,
            "assistants": [_document(one) for one in self.assistants],
        }


def _human(one: TestedAssistant) -> Iterator[Line]:
    yield line(f"{one.binding.key.address.name} at {one.binding.key.target}", Style.HEADING)
    if one.stale:
        yield from indent([line(f"note: {_STALE}", Style.WARNING)])
    decision = one.binding.decision
    if decision is not None:
        yield from indent([line(f"note: rollout {decision.rollout} gives this user {decision.model}")])
    for note in dict.fromkeys(note for tested in one.tested for note in tested.notes):
        yield from indent([line(f"note: {note}", Style.WARNING)])
    for tested in one.tested:
        yield from indent(_tested(tested))
    yield BLANK


def _tested(tested: Tested) -> Iterator[Line]:
    name = tested.test.name
    if tested.said is None:
        yield line(f"--  {name}", Style.WARNING)
        yield from indent([line(f"not answered: {tested.error}")], 4)
        return
    mark, style = ("ok", Style.GOOD) if tested.passed else ("no", Style.BAD)
    yield line(f"{mark}  {name}", style)
    for judged in tested.judged:
        for fault in judged.faults:
            yield from indent(_fault(judged, fault), 4)


def _fault(judged: Judged, fault: Fault) -> Iterator[Line]:
    yield line(f"{judged.expects}: {fault.says}")
    if fault.part:
        yield from indent([line(f"answer: {fault.part}", Style.FAINT)])


def _summary(report: TestsReport) -> Iterator[Line]:
    tests = plural(len(report.all), "test")
    if not report.failed and not report.unanswered:
        yield line(f"{tests}, all passed", Style.GOOD)
        return
    unanswered = f", {report.unanswered:,} not answered" if report.unanswered else ""
    yield line(f"{tests}, {report.failed:,} failed{unanswered}", Style.BAD)


def _document(one: TestedAssistant) -> Attrs:
    return {
        "assistant": one.binding.key.address.name,
        "target": one.binding.key.target,
        "model": one.binding.model,
        "applied": one.binding.applied,
        "commit": one.binding.commit,
        "stale": one.stale,
        "tests": [_test(tested) for tested in one.tested],
    }


def _test(tested: Tested) -> Attrs:
    said = tested.said
    return {
        "name": tested.test.name,
        "passed": tested.passed,
        "error": tested.error,
        "notes": tested.notes,
        "text": said.text if said else "",
        "tool_calls": [asdict(call) for call in said.calls] if said else [],
        "sources": list(said.files or ()) if said else [],
        "expectations": [_judged(judged) for judged in tested.judged],
    }


def _judged(judged: Judged) -> Attrs:
    return {
        "expects": judged.expects,
        "passed": not judged.faults,
        "faults": [asdict(fault) for fault in judged.faults],
    }
