"""One ceiling for all jobs of a promotion: who says how much it may cost means all of it."""

from gptctl.errors import Refused
from gptctl.promote.jobs.decide import within
from gptctl.promote.pipeline.question import Question


def shares(question: Question, ceiling: float) -> tuple[float, float]:
    """What of the ceiling the job that is asked about may cost, and its control: together no more than is left of it.

    Raises Refused where that is too little, or where nobody knows.
    """
    reserved = (question.control.dollars if question.control else None) or 0.0
    reason = _too_dear(question, ceiling) if question.paid else ""
    if reason:
        goal = question.goal
        raise Refused(f"{goal.base} is not trained at {goal.trainer}", reasons=[reason], advice=_advice(question))
    return ceiling - question.spent - reserved, reserved


def _too_dear(question: Question, ceiling: float) -> str:
    if question.dollars is None:
        return "What it costs is not known, so no ceiling can hold."
    if within(question.dollars, ceiling):
        return ""
    return f"{_told(question)}; ${ceiling:,.2f} were approved."


def _told(question: Question) -> str:
    job = (question.estimate.dollars if question.estimate else None) or 0.0
    if question.control is not None:
        return f"The job would cost ${job:,.2f} and its control ${question.control.dollars:,.2f}"
    if question.spent:
        return f"The job before it cost ${question.spent:,.2f}, and this one would cost ${job:,.2f}"
    return f"The job would cost ${job:,.2f}"


def _advice(question: Question) -> str:
    both = question.control is not None or question.spent
    return "The ceiling is for both jobs: give more, or leave --control out." if both else ""
