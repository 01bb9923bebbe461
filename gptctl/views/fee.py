"""What answers cost, before they are asked for."""

from collections.abc import Iterator

from gptctl.core.value import Attrs
from gptctl.promote.cost.fee import Fee, told
from gptctl.promote.cost.inference import edition
from gptctl.views.line import Line, Style, line

_ESTIMATED = "an estimate: only `parameters.max_output_tokens` bounds an answer, and only a known vocabulary counts"


def lines(fee: Fee, what: str) -> Iterator[Line]:
    """`what` is done with the answers, in words that go before their number."""
    yield line(f"{what} {fee.answers:,} answers, for {_price(fee)}")
    if fee.known:
        by = f"by list prices ({edition()}) and prices.toml"
        yield line(by if fee.bounded else f"{by}, {_ESTIMATED}", Style.FAINT)
    for name in sorted(fee.unknown):
        yield line(f"what answers of {name} cost is not known: write its price into prices.toml", Style.WARNING)
    for name, hour in sorted(fee.rented):
        yield line(f"{name} answers on a rented machine, ${hour:,.2f} an hour that no ceiling bounds", Style.WARNING)


def document(fee: Fee) -> Attrs:
    return {
        "answers": fee.answers,
        "dollars": fee.dollars,
        "bounded": fee.bounded,
        "unknown": sorted(fee.unknown),
        "rented": [{"model": name, "dollars_an_hour": hour} for name, hour in sorted(fee.rented)],
    }


def _price(fee: Fee) -> str:
    if fee.unknown:
        return "a price that is not known"
    if not fee.known:
        return "nothing"
    return f"{'at most' if fee.bounded else 'about'} {told(fee.known)}"
