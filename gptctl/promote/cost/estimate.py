"""From tokens and prices to dollars, and to the month in which a fine-tune has paid for itself. Pure."""

import math
from dataclasses import dataclass
from datetime import date

from gptctl.promote.cost.table import Price

MILLION = 1_000_000
HOURS_A_MONTH = 730
HORIZON = 120
"""Months after which nobody waits any more: no model lives ten years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How an assistant is used, from its log: calls in a month, and tokens of one call on average."""

    calls_a_month: float
    input_tokens: float
    output_tokens: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What a job costs. `stale` when the price's last day has passed: then it is an estimate, not a price."""

    tokens: int
    epochs: int
    dollars: float
    price: Price
    age_days: int
    stale: bool


def training(price: Price, *, tokens: int, validation_tokens: int, epochs: int, today: date) -> Training:
    """`tokens` and `validation_tokens` are read once in each epoch."""
    total = (tokens + validation_tokens) * epochs
    return Training(
        tokens=total,
        epochs=epochs,
        dollars=max(total / MILLION * price.train, price.minimum),
        price=price,
        age_days=(today - price.as_of).days,
        stale=today > price.valid_until,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Payback:
    """`month` counts from 1; None is never, or not known, and `reason` says why in a sentence.

    `before` and `after` are dollars a month for the same use, None where a price is not known.
    """

    month: int | None
    reason: str
    before: float | None = None
    after: float | None = None


def serving(price: Price, use: Use) -> float | None:
    """Dollars a month for the tuned model; None where the target publishes no price."""
    rent = price.hour * HOURS_A_MONTH + price.month
    if price.hour:
        return rent
    if price.input is None or price.output is None:
        return None
    each = (use.input_tokens * price.input + use.output_tokens * price.output) / MILLION
    return use.calls_a_month * each + rent


def payback(job: Training, *, before: float | None, after: float | None) -> Payback:
    """When what is saved each month has paid for the job."""
    if before is None:
        return Payback(month=None, reason="the price of the model in use is not known", after=after)
    if after is None:
        return Payback(month=None, reason="the target publishes no price for the tuned model", before=before)
    saved = before - after
    if saved <= 0:
        reason = f"never: the tuned model costs {_dollars(-saved)} more a month" if saved else "never: nothing is saved"
        return Payback(month=None, reason=reason, before=before, after=after)
    if job.dollars > saved * HORIZON:
        reason = f"never: {_dollars(saved)} saved a month would not pay for {_dollars(job.dollars)} in ten years"
        return Payback(month=None, reason=reason, before=before, after=after)
    month = max(1, math.ceil(job.dollars / saved))
    reason = f"{_dollars(saved)} saved a month pay for {_dollars(job.dollars)} in month {month}"
    return Payback(month=month, reason=reason, before=before, after=after)


def _dollars(amount: float) -> str:
    return f"${amount:,.2f}"
