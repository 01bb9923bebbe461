"""What would be approved: shown before anybody is asked, and by who only wants to look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.promote.cost.fee import told
from gptctl.promote.dataset.manifest import Manifest
from gptctl.promote.example import Part
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.question import Question
from gptctl.promote.readiness.gate import Gate
from gptctl.promote.trainers.base import Estimate
from gptctl.views import fee
from gptctl.views.dataset import manifest as dataset
from gptctl.views.line import Line, Style, line, section

_WORTH = "the random control, which says what choosing the rows was worth"
FORMAT = "gptctl.promote/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookReport:
    """`reasons` is why it would be refused. `written` are files of the project that were changed."""

    question: Question
    gate: Gate
    manifest: Manifest
    reasons: Sequence[str]
    written: Sequence[str] = ()

    def human(self) -> Iterator[Line]:
        conclusion = self.gate.conclusion
        style = Style.GOOD if self.gate.open else Style.BAD
        yield line(f"readiness: {conclusion.decision} ({conclusion.reason})", style)
        yield dataset.heading(self.manifest)
        yield from section("Parts", dataset.parts(self.manifest))
        yield from section("Job", job(self.question))
        yield from section("Would be refused", (line(reason, Style.BAD) for reason in self.reasons))
        for path in self.written:
            yield line(f"written: {path}", Style.ADDED)

    def document(self) -> Attrs:
        conclusion = self.gate.conclusion
        return {
            **_heading(self.question),
            "readiness": {
                "decision": conclusion.decision.value,
                "reason": conclusion.reason,
                "against": conclusion.against,
                "override": self.gate.override,
            },
            "estimate": estimated(self.question.estimate),
            "control": estimated(self.question.control),
            "answers": {
                "comparison": fee.document(self.question.comparison),
                "shortening": fee.document(self.question.shortening),
            },
            "dollars": self.question.dollars,
            "refused": self.reasons,
            "written": self.written,
            "job": None,
            "comparison": None,
            "shortened": None,
            "proposal": None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReport:
    """What a person reads before they agree."""

    question: Question

    def human(self) -> Iterator[Line]:
        yield from section("To approve", job(self.question))

    def document(self) -> Attrs:
        return _heading(self.question)


def heading(goal: Goal, dataset: Attrs) -> Attrs:
    return {
        "format": FORMAT,
        "assistant": goal.assistant,
        "environment": goal.environment,
        "trainer": goal.trainer,
        "base": goal.base,
        "settings": goal.settings,
        "attempt": goal.attempt,
        "dataset": dataset,
    }


def _heading(question: Question) -> Attrs:
    rows: Attrs = {"hash": question.dataset, "rows": question.rows, "held_out": question.held_out}
    return heading(question.goal, rows)


def job(question: Question) -> Iterator[Line]:
    goal, estimate = question.goal, question.estimate
    yield line(f"train {goal.base} at {goal.trainer} on {plural(question.rows, 'row')} of {question.dataset[:12]}")
    if goal.settings:
        yield line("with " + ", ".join(f"{name} {value}" for name, value in sorted(goal.settings.items())))
    if estimate is not None:
        price = _dollars(estimate) if question.paid else "nothing: it is trained here"
        yield line(f"read {estimate.tokens:,} tokens, for {price}{_minutes(estimate)}")
    if goal.rows is Part.CONTROL:
        yield line(_WORTH)
        if question.spent:
            yield line(f"after a job for about {told(question.spent)}, under one ceiling")
        yield from _answers(question)
        return
    if question.control is not None:
        yield from _control(question, question.control)
    yield line(f"compare with {goal.model} on {plural(question.held_out, 'held-out turn')}, as it is and with examples")
    if goal.base != goal.model:
        yield line(f"and with {goal.base} as it is, if it answers where the tuned model does")
    yield from _answers(question)


def _answers(question: Question) -> Iterator[Line]:
    yield from fee.lines(question.comparison, "which takes")
    if question.shortening.answers:
        yield from fee.lines(question.shortening, "look for shorter instructions for the tuned model, with up to")
    if question.dollars and question.answers.known:
        yield line(f"all of it for about {told(question.dollars)}")


def _control(question: Question, estimate: Estimate) -> Iterator[Line]:
    price = f", for {_dollars(estimate)}" if question.paid else ""
    yield line(f"train it a second time on {_WORTH}{price}")
    if question.paid and question.jobs is not None:
        yield line(f"both for about {told(question.jobs)}")


def estimated(estimate: Estimate | None) -> Attrs | None:
    if estimate is None:
        return None
    return {"tokens": estimate.tokens, "dollars": estimate.dollars, "minutes": estimate.minutes}


def _dollars(estimate: Estimate) -> str:
    return "a price that is not known" if estimate.dollars is None else f"about {told(estimate.dollars)}"


def _minutes(estimate: Estimate) -> str:
    return "" if estimate.minutes is None else f", in about {estimate.minutes:,.0f} minutes"
