"""What a job costs by the table of prices: tokens of all rows that are read, in the vocabulary of the base."""

from collections.abc import Iterator, Sequence
from datetime import date

from gptctl.promote.chat import Chat
from gptctl.promote.cost.estimate import training
from gptctl.promote.cost.lengths import lengths
from gptctl.promote.cost.table import Price, find
from gptctl.promote.example import Example, Pair, Part
from gptctl.promote.tokens import vocabulary
from gptctl.promote.trainers.base import Estimate, Task
from gptctl.promote.trainers.hosted import method, settings
from gptctl.promote.trainers.hosted.method import Method


def estimate(trainer: str, task: Task, prices: Sequence[Price], today: date) -> Estimate:
    """Training by pairs has prices of its own, under the target `TRAINER-dpo`. How long it takes is not known."""
    way = method.of(task.settings)
    price = find(prices, trainer if way is Method.SFT else f"{trainer}-{way}", task.base)
    train, validation = (_tokens(task, way, part) for part in (Part.TRAIN, Part.VALIDATION))
    epochs = settings.epochs(task.settings)
    dollars = None
    if price is not None:
        cost = training(price, tokens=train, validation_tokens=validation, epochs=epochs, today=today)
        dollars = cost.dollars
    return Estimate(tokens=(train + validation) * epochs, dollars=dollars, minutes=None)


def _tokens(task: Task, way: Method, part: Part) -> int:
    found = task.dataset.examples(part) if way is Method.SFT else _sides(task, part)
    return lengths(found, vocabulary.of_model(task.base).vocabulary).tokens


def _sides(task: Task, part: Part) -> Iterator[Example]:
    """Each pair is read twice: its context with one answer, and with the other."""
    for pair in task.dataset.pairs(part):
        yield _side(pair, pair.chosen)
        yield _side(pair, pair.rejected)


def _side(pair: Pair, answer: Sequence[Chat]) -> Example:
    return Example(
        id=pair.id,
        part=pair.part,
        messages=[*pair.messages, *answer],
        targets=(),
        tools=pair.tools,
        cluster=pair.cluster,
        tokens=0,
        score=None,
        time=0.0,
        lineage=pair.lineage,
    )
