"""What a price that is not known is told as."""

import pytest

from gptctl.promote.cost.estimate import Payback
from gptctl.promote.cost.quote import Quote
from gptctl.views.dataset.quote import lines
from gptctl.views.line import PLAIN, render


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("together:new-model", "write its price into prices.toml"),
        ("OpenAI:gpt-4.1-mini", "no trainer is called OpenAI. Did you mean `openai`?"),
        ("opanai:gpt-4.1-mini", "no trainer is called opanai. Did you mean `openai`?"),
    ],
)
def test_a_price_that_is_not_known_leads_to_the_price_or_to_the_name(to: str, told: str) -> None:
    quote = Quote(to=to, vocabulary="o200k_base", exact=True, training=None, payback=Payback(month=None, reason=""))
    assert render(lines(quote), PLAIN) == f"what training at {to} costs is not known: {told}\n"
