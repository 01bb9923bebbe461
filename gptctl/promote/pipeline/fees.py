"""What the answers of a promotion cost at most, before there is a tuned model."""

from collections.abc import Iterator, Sequence

from gptctl.promote.compare.contestant import Contestant
from gptctl.promote.compare.instructed import Instructed
from gptctl.promote.compare.meter import Meter
from gptctl.promote.compare.shots import WithExamples, shots
from gptctl.promote.compare.turn import Asked, Turn, turns
from gptctl.promote.cost.fee import FREE, Fee, dearest
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part
from gptctl.promote.pipeline.confront import CONTROL, NOW, SHOWN, TUNED
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.untuned import UNTUNED
from gptctl.promote.shorten.trial import SHORT


def of_comparison(goal: Goal, dataset: StoredDataset, ports: Ports) -> Fee:
    """Of everybody who may be asked: an untuned base that does not answer costs nothing."""
    held_out = _held_out(dataset)
    meters = list(_meters(goal, held_out, ports))
    _, shown, *_ = meters
    field: list[Contestant] = [one for one in meters if one is not shown]
    _put((*held_out, *ports.tests), (*field, WithExamples(SHOWN, shown, shots(dataset))))
    return sum((one.fee for one in meters), FREE)


def of_shortening(goal: Goal, dataset: StoredDataset, ports: Ports) -> Fee:
    """Of as many answers as may be asked for, were each of them the dearest; none where nobody asks for any."""
    wanted, held_out = ports.shortening, _held_out(dataset)
    if wanted is None:
        return FREE
    meter = Meter(TUNED, ports.rates.tuned(goal.base), held_out)
    _put((*held_out, *ports.tests), [Instructed(name=SHORT, contestant=meter, instructions=wanted.instructions)])
    return dearest(meter.fees) * wanted.answers


def _meters(goal: Goal, held_out: Sequence[Turn], ports: Ports) -> Iterator[Meter]:
    now, base, tuned = ports.rates.of(goal.model), ports.rates.of(goal.base), ports.rates.tuned(goal.base)
    yield Meter(NOW, now, held_out)
    yield Meter(SHOWN, now, held_out)
    if base.name != now.name:
        yield Meter(UNTUNED, base, held_out)
    yield Meter(TUNED, tuned, held_out)
    if goal.control:
        yield Meter(CONTROL, tuned, held_out)


def _held_out(dataset: StoredDataset) -> Sequence[Turn]:
    return tuple(turns(dataset.examples(Part.TEST)))


def _put(asked: Sequence[Asked], field: Sequence[Contestant]) -> None:
    for turn in asked:
        for one in field:
            one.answer(turn.messages, turn.tools)
