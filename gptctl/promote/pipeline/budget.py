"""One ceiling for a promotion: who says how much it may cost means all of it."""

from collections.abc import Iterator

from gptctl.errors import Refused
from gptctl.promote.cost.fee import told
from gptctl.promote.jobs.decide import within
from gptctl.promote.pipeline.question import Question

ADD = "Write a [[price]] for it into prices.toml, with `input` and `output`."


def shares(question: Question, ceiling: float) -> tuple[float, float]:
    """What of the ceiling the job that is asked about may cost, and its control: together no more than is left of it.

    The answers of the comparison and of a search are set aside first. Raises Refused where that is too little, or where
    nobody knows.
    """
    reserved = (question.control.dollars if question.control else None) or 0.0
    reasons = (*unknown(question), *_too_dear(question, ceiling))
    if reasons:
        goal = question.goal
        raise Refused(f"{goal.base} is not trained at {goal.trainer}", reasons=reasons, advice=_advice(question))
    return ceiling - question.spent - question.answers.known - reserved, reserved


def unknown(question: Question) -> Iterator[str]:
    """Why no ceiling can hold, in sentences."""
    if question.paid and question.jobs is None:
        yield "What training costs is not known, so no ceiling holds. Write a [[price]] with `train` into prices.toml."
    for name in sorted(question.answers.unknown):
        yield f"What answers of {name} cost is not known, so no ceiling can hold. {ADD}"


def _too_dear(question: Question, ceiling: float) -> Iterator[str]:
    if question.charged and question.dollars is not None and not within(question.dollars, ceiling):
        yield f"{_told(question)}; ${ceiling:,.2f} were approved."


def _told(question: Question) -> str:
    job = told((question.estimate.dollars if question.estimate else None) or 0.0)
    answers = f", and the answers {told(question.answers.known)}" if question.answers.known else ""
    if question.control is not None:
        control = told(question.control.dollars or 0.0)
        return f"The job would cost {job} and its control {control}{answers}"
    if question.spent:
        return f"The job before it cost {told(question.spent)}, and this one would cost {job}{answers}"
    return f"The job would cost {job}{answers}"


def _advice(question: Question) -> str:
    if question.control is not None or question.spent:
        return "The ceiling is for both jobs and all answers: give more, or leave --control out."
    return "The ceiling is for the job and all answers: give more." if question.answers.known else ""
