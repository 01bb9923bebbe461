"""What training would cost."""

from collections.abc import Iterator

from gptctl.core.suggest import suggest
from gptctl.core.value import Attrs
from gptctl.promote.cost.estimate import Training
from gptctl.promote.cost.quote import Quote
from gptctl.promote.trainers.registry import FACTORIES
from gptctl.views.line import Line, Style, line


def lines(quote: Quote | None) -> Iterator[Line]:
    if quote is None:
        return
    if quote.training is None:
        yield line(f"what training at {quote.to} costs is not known: {_advice(quote.to)}", Style.WARNING)
        return
    yield from _training(quote, quote.training)
    yield line(f"pays back: {quote.payback.reason}")


def _advice(to: str) -> str:
    trainer = to.partition(":")[0]
    if trainer in FACTORIES:
        return "write its price into prices.toml"
    return f"no trainer is called {trainer}. {suggest(trainer.lower(), FACTORIES)}"


def _training(quote: Quote, training: Training) -> Iterator[Line]:
    exact = "" if quote.exact else "about "
    yield line(
        f"training at {quote.to}: {exact}${training.dollars:,.2f} for {exact}{training.tokens:,} tokens in "
        f"{training.epochs} epochs"
    )
    age = f"price of {training.price.as_of}, {training.age_days} days old ({training.price.source})"
    if training.stale:
        yield line(f"{age}; it held until {training.price.valid_until}: an estimate, no price", Style.WARNING)
    else:
        yield line(age, Style.FAINT)


def document(quote: Quote | None) -> Attrs | None:
    if quote is None:
        return None
    training, payback = quote.training, quote.payback
    return {
        "to": quote.to,
        "vocabulary": quote.vocabulary,
        "exact": quote.exact,
        "training": None if training is None else _document(training),
        "month": payback.month,
        "reason": payback.reason,
        "before": payback.before,
        "after": payback.after,
    }


def _document(training: Training) -> Attrs:
    return {
        "tokens": training.tokens,
        "epochs": training.epochs,
        "dollars": training.dollars,
        "as_of": training.price.as_of.isoformat(),
        "valid_until": training.price.valid_until.isoformat(),
        "age_days": training.age_days,
        "stale": training.stale,
        "source": training.price.source,
    }
