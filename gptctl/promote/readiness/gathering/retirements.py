"""The day on which a model stops."""

import re
from datetime import date

from gptctl.promote.readiness.gathering.subject import Retirements


def stops(retirements: Retirements, provider: str, model: str) -> date | None:
    """A name without a date means the latest of its dated versions, which is there the longest."""
    days = retirements.get(provider, {})
    if model in days:
        return days[model]
    dated = [day for name, day in days.items() if re.fullmatch(re.escape(model) + r"-\d[\d-]*", name)]
    return max(dated, default=None)
