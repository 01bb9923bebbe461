"""A stand-in for a model that counts what it would be asked, so that the price is known before anybody is."""

from collections.abc import Iterable, Sequence

from gptctl.core.value import JSON
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Reply
from gptctl.promote.compare.turn import Turn
from gptctl.promote.cost.fee import FREE, Fee
from gptctl.promote.cost.lengths import of_messages, of_prompt
from gptctl.promote.cost.rate import Rate
from gptctl.promote.tokens import vocabulary


class Meter:
    """Tokens are counted in the model's own vocabulary, or in another where that is not known: then nothing is bounded.

    An answer is as long as may be at its place. Where nothing bounds it, it is taken to be as long as the longest in
    `held_out`.
    """

    def __init__(self, name: str, rate: Rate, held_out: Iterable[Turn]) -> None:
        self.name = name
        named = vocabulary.of_model(rate.model)
        self._rate, self._vocabulary = rate, named.vocabulary
        self._bounded = named.exact and rate.most is not None
        self._longest = rate.most or max(of_messages([one.expected for one in held_out], self._vocabulary), default=0)
        self.fees: list[Fee] = []

    @property
    def identity(self) -> str:
        return f"meter:{self._rate.name}"

    def answer(self, messages: Sequence[Chat], tools: Sequence[JSON]) -> Reply:
        """Nothing is said."""
        dollars = self._rate.charge(of_prompt(messages, tools, self._vocabulary), self._longest)
        name = self._rate.name
        fee = Fee(
            answers=1,
            known=dollars or 0.0,
            unknown=frozenset({name} if dollars is None else ()),
            bounded=self._bounded or dollars == 0.0,
            rented=frozenset({(name, self._rate.hour)} if self._rate.hour else ()),
        )
        self.fees.append(fee)
        return Reply(message={"role": "assistant", "content": ""}, seconds=0.0)

    @property
    def fee(self) -> Fee:
        """Of all that it was asked."""
        return sum(self.fees, FREE)
