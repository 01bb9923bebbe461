"""What readiness is asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from gptctl.promote.recipe import Recipe
from gptctl.promote.setting import Setting

Retirements = Mapping[str, Mapping[str, date]]
"""By provider and model, the first day without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An assistant as it is now. `instructions` and `knowledge` are the project's files and folders that git is asked
    about, `knowledge` is None for an assistant without any. `store` is where the conversations are, `limit` how many
    tokens the target takes, 0 for no limit. `prices` are tables that come before ours. `now` is in seconds since the
    epoch.
    """

    assistant: str
    recipe: Recipe
    setting: Setting
    root: Path
    store: Path
    now: float
    limit: int = 0
    instructions: Sequence[str] = ()
    knowledge: Sequence[str] | None = None
    prices: Sequence[Path] = ()
    retirements: Retirements = field(default_factory=dict[str, Mapping[str, date]])

    @property
    def today(self) -> date:
        return datetime.fromtimestamp(self.now, UTC).date()

    @property
    def target(self) -> tuple[str, str]:
        """Trainer and model of the recipe, both empty until one is chosen."""
        trainer, _, model = self.recipe.to.partition(":")
        return trainer, model
