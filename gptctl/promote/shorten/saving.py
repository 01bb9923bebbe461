"""What shorter instructions save."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gptctl.promote.example import Example
from gptctl.promote.tokens import vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """Tokens of the instructions, `exact` where the model's own vocabulary is known.

    `dollars_a_month` is None where the price, or how much there is in a month, is not known.
    """

    before: int
    after: int
    exact: bool
    calls_a_month: float | None
    dollars_a_month: float | None

    @property
    def tokens(self) -> int:
        """In each call."""
        return self.before - self.after


def saving(
    texts: tuple[str, str], model: str, calls_a_month: float | None, price: Callable[[int, int], float | None]
) -> Saving:
    """`texts` are the instructions in full and shortened; `price` gives dollars for tokens read and written."""
    named = vocabulary.of_model(model)
    before, after = vocabulary.count(list(texts), named.vocabulary)
    call = price(max(before - after, 0), 0)
    known = call is not None and calls_a_month is not None
    return Saving(
        before=before,
        after=after,
        exact=named.exact,
        calls_a_month=calls_a_month,
        dollars_a_month=(call or 0.0) * (calls_a_month or 0.0) if known else None,
    )


def calls_in(conversations: float | None, examples: Iterable[Example]) -> float | None:
    """Calls in a month, if each conversation has as many answers as these on average."""
    answers = [len(example.targets) for example in examples]
    if conversations is None or not answers:
        return None
    return conversations * sum(answers) / len(answers)
