"""What a fine-tune would cost and save, by the use that the log shows."""

from collections.abc import Mapping

from gptctl.promote.cost import table
from gptctl.promote.cost.estimate import Payback
from gptctl.promote.cost.quote import Current, Job, quote
from gptctl.promote.readiness.evidence import Baseline
from gptctl.promote.readiness.gathering.examples import Examples
from gptctl.promote.readiness.gathering.subject import Subject
from gptctl.promote.terms.table import find


def payback(subject: Subject, months: Mapping[str, int], model: Baseline, examples: Examples) -> Payback | None:
    """None while no target is chosen. Raises GptctlError for a table of prices that is wrong."""
    if not subject.recipe.to:
        return None
    maker = find(model.provider, model.model)
    current = Current(provider=model.provider or (maker.maker if maker else ""), model=model.model, months=months)
    job = Job(to=subject.recipe.to, train=examples.train, validation=examples.validation)
    return quote(job, current, table.load(*subject.prices), subject.today).payback
