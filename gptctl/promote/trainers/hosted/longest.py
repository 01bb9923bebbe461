"""The longest example of a job, as the base reads it."""

from gptctl.promote.cost.lengths import each
from gptctl.promote.example import Part
from gptctl.promote.tokens import vocabulary
from gptctl.promote.trainers.base import Task


def longest(task: Task) -> int:
    """In tokens of the base, whatever the rows were counted in when the dataset was made; 0 where there is none."""
    name = vocabulary.of_model(task.base).vocabulary
    return max((one.tokens for one in each(task.dataset.examples(Part.TRAIN), name)), default=0)
