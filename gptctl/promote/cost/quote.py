"""What training on a dataset costs at a trainer, and when it has paid for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gptctl.promote.cost import inference
from gptctl.promote.cost.estimate import Payback, Training, Use, payback, serving, training
from gptctl.promote.cost.lengths import Lengths
from gptctl.promote.cost.table import Price, find
from gptctl.promote.tokens import vocabulary

EPOCHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What would be trained on what. `to` is TRAINER:MODEL; lengths are counted in the model's own vocabulary."""

    to: str
    train: Lengths
    validation: Lengths
    epochs: int = EPOCHS

    @property
    def target(self) -> tuple[str, str]:
        trainer, _, model = self.to.partition(":")
        return trainer, model


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The model in use, as the log names it, and its conversations by month, `2026-11`; "" for those without one."""

    provider: str
    model: str
    months: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """`training` is None where no price is known. `exact` is False where the model's vocabulary is not published."""

    to: str
    vocabulary: str
    exact: bool
    training: Training | None
    payback: Payback


def quote(job: Job, current: Current, prices: Sequence[Price], today: date) -> Quote:
    trainer, model = job.target
    named = vocabulary.of_model(model)
    price = find(prices, trainer, model)
    cost = (
        training(
            price,
            tokens=job.train.tokens,
            validation_tokens=job.validation.tokens,
            epochs=job.epochs,
            today=today,
        )
        if price
        else None
    )
    return Quote(
        to=job.to, vocabulary=named.vocabulary, exact=named.exact, training=cost, payback=_payback(cost, job, current)
    )


def a_month(months: Mapping[str, int]) -> float | None:
    """Conversations in a month on average, from the first month that has some to the last; None when none has."""
    known = sorted(month for month in months if month)
    if not known:
        return None
    (first_year, first), (last_year, last) = (map(int, known[at].split("-")) for at in (0, -1))
    return sum(months[month] for month in known) / ((last_year - first_year) * 12 + last - first + 1)


def _payback(cost: Training | None, job: Job, current: Current) -> Payback:
    if cost is None:
        return Payback(month=None, reason="the price of training is not known: write it into prices.toml")
    volume = a_month(current.months)
    if volume is None or not job.train.rows:
        return Payback(month=None, reason="the log does not say when, so how much there is in a month is not known")
    use = _use(job.train, volume)
    call = inference.of_call(
        current.provider,
        current.model,
        input_tokens=round(use.input_tokens),
        output_tokens=round(use.output_tokens),
    )
    before = None if call is None else call * use.calls_a_month
    return payback(cost, before=before, after=serving(cost.price, use))


def _use(seen: Lengths, conversations: float) -> Use:
    """The rows that are trained on stand for all conversations."""
    return Use(
        calls_a_month=conversations * seen.calls / seen.rows,
        input_tokens=seen.input_tokens / max(seen.calls, 1),
        output_tokens=seen.output_tokens / max(seen.calls, 1),
    )
