"""Who agrees to what a promotion costs: a person, or `--yes` beforehand."""

from collections.abc import Callable

from gptctl.cli.shell import Shell
from gptctl.errors import Usage
from gptctl.promote.cost.fee import cents, told
from gptctl.promote.pipeline.question import Question
from gptctl.views.promotion.outlook import QuestionReport

Consent = Callable[[Question], float]
"""Gives the most dollars that all of it may cost, or raises."""


def asking(shell: Shell, ceiling: float | None) -> Consent:
    """A person types the assistant's name; the ceiling is what they gave, or else what the job is said to cost."""

    def consent(question: Question) -> float:
        shell.screen.preview(QuestionReport(question=question))
        most = cents(question.dollars or 0.0) if ceiling is None else ceiling
        jobs = "these jobs" if question.control else "this job"
        all_of_it = f"{jobs} and ask for these answers" if question.answers.answers else jobs
        shell.require(f"Start {all_of_it}, for at most {told(most - question.spent)}?", question.goal.assistant)
        return most

    return consent


def given(ceiling: float | None) -> Consent:
    """What `--yes` says. Raises Usage where it costs money and nobody said how much it may."""

    def consent(question: Question) -> float:
        if ceiling is None and question.charged:
            what = f"a job at {question.goal.trainer}" if question.paid else "asking for the answers"
            raise Usage(f"{what} costs money", advice="Say how much: --ceiling DOLLARS.")
        return ceiling or 0.0

    return consent
