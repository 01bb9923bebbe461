"""Why a task cannot be trained at a service on a given day, without asking it."""

from collections.abc import Iterator
from datetime import date, timedelta

from gptctl.core.suggest import suggest
from gptctl.promote.trainers.base import Task
from gptctl.promote.trainers.openai.request import problems
from gptctl.promote.trainers.openai.service import Base, Service

LEAST_LIFE = timedelta(days=7)
"""A tuned model that would answer for fewer days is not worth its price to anybody."""


def reasons(service: Service, task: Task, today: date) -> Iterator[str]:
    """Closing dates, the base, the settings; what the rows are held against is another matter."""
    if service.closes is not None and today >= service.closes:
        yield f"{service.title} takes no new fine-tuning job since {service.closes} ({service.source})."
    base = service.base(task.base)
    if base is None:
        known = suggest(task.base, [one.name for one in service.bases])
        yield f"{task.base} cannot be trained at {service.title}. {known}"
    else:
        yield from _ending(service, task.base, base, today)
    yield from problems(task.settings, service)


def _ending(service: Service, model: str, base: Base, today: date) -> Iterator[str]:
    if base.gone is not None and today >= base.gone:
        yield f"{model} is gone from {service.title} since {base.gone}, and what was tuned from it ({service.source})."
    elif base.gone is not None and today + LEAST_LIFE > base.gone:
        days = (base.gone - today).days
        yield f"What is tuned from {model} at {service.title} would stop in {days} days, on {base.gone}."
    elif base.closes is not None and today >= base.closes:
        yield f"{service.title} takes no new job for {model} since {base.closes} ({service.source})."
