"""The settings of a job: numbers within limits, and the method."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gptctl.core.plural import figure
from gptctl.core.suggest import suggest
from gptctl.core.value import JSON, Attrs
from gptctl.promote.trainers.hosted.method import Method

EPOCHS = 3
"""What is taken where a job says nothing: it must be known for what the job costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The name at the other side, and the least and the greatest number. `whole`: no fraction."""

    name: str
    low: float
    high: float
    whole: bool = False

    def holds(self, value: JSON) -> bool:
        number = isinstance(value, int) or (isinstance(value, float) and not self.whole)
        return number and not isinstance(value, bool) and self.low <= float(str(value)) <= self.high


def problems(settings: Attrs, limits: Mapping[str, Limit]) -> Iterator[str]:
    """What is wrong with them, in sentences."""
    for name, value in settings.items():
        if name == "method":
            if value not in list(Method):
                yield "The setting method is sft, to learn from examples, or dpo, to learn from pairs of answers."
        elif name not in limits:
            yield f"There is no setting {name}. {suggest(name, [*limits, 'method'])}"
        elif not (limit := limits[name]).holds(value):
            bounds = f"from {figure(limit.low)} to {figure(limit.high)}"
            yield f"The setting {name} is a {'whole ' * limit.whole}number {bounds}."


def epochs(settings: Attrs) -> int:
    return int(str(settings.get("epochs", EPOCHS)))


def renamed(settings: Attrs, limits: Mapping[str, Limit]) -> dict[str, JSON]:
    """Those that were given, under their names at the other side."""
    return {limits[name].name: value for name, value in settings.items() if name in limits}
