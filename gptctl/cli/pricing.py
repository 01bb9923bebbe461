"""What a comparison or a search would cost, told before anybody is asked.

Needs the libraries of the extra `promote`; only these commands import it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from gptctl.cli.bench import Bench
from gptctl.cli.shell import Shell
from gptctl.errors import Refused
from gptctl.promote.compare.contestant import Contestant
from gptctl.promote.compare.instructed import Instructed
from gptctl.promote.compare.judge import questions
from gptctl.promote.compare.meter import Meter
from gptctl.promote.compare.turn import Asked
from gptctl.promote.cost.fee import FREE, Fee, dearest, told
from gptctl.promote.jobs.decide import within
from gptctl.promote.pipeline.budget import ADD
from gptctl.views import fee as view

Field = Callable[[Callable[[str], Contestant]], Sequence[Contestant]]
"""Who is compared, given how a model is opened by its word."""


def of_comparison(bench: Bench, real: Sequence[Contestant], field: Field, judge: str | None) -> Fee:
    """Of answers that are not kept yet; `real` is the field with the models themselves."""
    held_out, asked, transcript = bench.held_out(), _asked(bench), bench.transcript()
    meters: list[Meter] = []

    def metered(word: str) -> Meter:
        meters.append(Meter(word, bench.tariff.of(word), held_out))
        return meters[-1]

    for one, meter in zip(real, field(metered), strict=True):
        for turn in asked:
            if not transcript.holds(one, turn.messages, turn.tools):
                meter.answer(turn.messages, turn.tools)
    every = sum((one.fee for one in meters), FREE)
    return every if judge is None else every + _of_judge(bench, judge, len(real) - 1)


def of_search(bench: Bench, word: str, instructions: str, answers: int) -> Fee:
    """Of as many answers as may be asked for, were each of them the dearest and none kept."""
    meter = Meter(word, bench.tariff.of(word), bench.held_out())
    under = Instructed(name=word, contestant=meter, instructions=instructions)
    for turn in _asked(bench):
        under.answer(turn.messages, turn.tools)
    return dearest(meter.fees) * answers


def tell(shell: Shell, fee: Fee, ceiling: float | None) -> None:
    """Say what it costs, where it costs anything. Raises Refused where that is more than the ceiling, or not known."""
    if fee.dollars != 0.0 or fee.rented:
        shell.screen.note(view.lines(fee, "asking for"))
    if ceiling is None:
        return
    reasons = [f"What answers of {name} cost is not known. {ADD}" for name in sorted(fee.unknown)]
    if not within(fee.known, ceiling):
        reasons.append(f"They would cost {told(fee.known)}; ${ceiling:,.2f} are allowed.")
    if reasons:
        raise Refused("the answers are not asked for", reasons=reasons)


def _asked(bench: Bench) -> Sequence[Asked]:
    return (*bench.held_out(), *bench.models.tests(bench.assistant))


def _of_judge(bench: Bench, word: str, challengers: int) -> Fee:
    """As if all answers were such as were held out, and none of its own were kept."""
    held_out = bench.held_out()
    meter = Meter(word, bench.tariff.of(word), held_out)
    for asked in questions(held_out, challengers):
        meter.answer(asked, ())
    return replace(meter.fee, bounded=meter.fee.dollars == 0.0)
