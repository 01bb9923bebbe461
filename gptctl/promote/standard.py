"""The steps that a recipe asks for, in their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.promote.recipe import Recipe
from gptctl.promote.row import Row
from gptctl.promote.setting import Setting
from gptctl.promote.steps.base import Step
from gptctl.promote.steps.language import Language
from gptctl.promote.steps.length import Length
from gptctl.promote.steps.personal.step import Personal
from gptctl.promote.steps.secrets.step import Secrets
from gptctl.promote.steps.structure.step import Structure
from gptctl.promote.steps.volatility import Volatility
from gptctl.promote.tokens.pieces import counted, overhead

_BYTES = 4
"""UTF-8 has no more for a character, and no vocabulary has more tokens than a text has bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """Makes the steps wherever they run. `tools` are those of each digest that a row may name, in OpenAI's shape.

    `limit` is the target's own bound for an example in tokens, for a recipe that sets none; 0 is none.
    """

    recipe: Recipe
    setting: Setting
    vocabulary: str
    tools: Mapping[str, Sequence[Attrs]]
    limit: int = 0

    def __call__(self) -> Sequence[Step]:
        return tuple(self._steps())

    def _steps(self) -> Iterator[Step]:
        recipe = self.recipe
        yield Structure(self.tools, self.setting.tools)
        if not recipe.volatile:
            yield Volatility()
        yield Secrets()
        yield Personal(recipe.personal_data, recipe.names)
        if recipe.languages:
            yield Language(recipe.languages)
        if most := recipe.max_tokens or self.limit:
            yield Length(self._counter(most), most)

    def _counter(self, most: int) -> "_Counter":
        beside = overhead(self.setting.instructions, self.setting.tools, self.vocabulary)
        return _Counter(vocabulary=self.vocabulary, beside=beside, most=most)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counter:
    """Counts exactly what may be too long; of the rest it says how long it is at most."""

    vocabulary: str
    beside: int
    most: int

    def __call__(self, rows: Sequence[Row]) -> Sequence[int]:
        bounds = [self.beside + _BYTES * (len(row.text) + len(row.messages) + 1) for row in rows]
        long = [index for index, bound in enumerate(bounds) if bound > self.most]
        exact = counted([rows[index] for index in long], self.vocabulary).tokens.tolist() if long else []
        for index, tokens in zip(long, exact, strict=True):
            bounds[index] = tokens + self.beside
        return bounds
