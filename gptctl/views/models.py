"""Models on this machine."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.providers.local.models import InstalledModel
from gptctl.providers.local.tuned import TunedModel
from gptctl.views.line import BLANK, Line, Style, line
from gptctl.views.table import table

FORMAT = "gptctl.models/v1"
_MEGABYTE = 1_000_000
_SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsReport:
    models: tuple[InstalledModel, ...]
    tuned: tuple[TunedModel, ...] = ()

    def human(self) -> Iterator[Line]:
        rows = [(one.name, _size(one.size), str(one.path)) for one in self.models]
        yield from table(("name", "size", "file"), rows)
        if not rows:
            yield line("No model is installed: without a server, answers are quoted from the knowledge.")
        if self.tuned:
            yield BLANK
            rows_of_tuned = [(one.name, _size(one.size), one.base, one.dataset[:_SHORT]) for one in self.tuned]
            yield from table(("tuned here", "size", "base", "dataset"), rows_of_tuned)
        for one in self.tuned:
            if one.lack:
                yield line(f"{one.name} cannot run: {one.lack}", Style.WARNING)

    def document(self) -> Attrs:
        models: list[Attrs] = [{"name": one.name, "path": str(one.path), "bytes": one.size} for one in self.models]
        return {"format": FORMAT, "models": models, "tuned": [_document(one) for one in self.tuned]}


def _document(one: TunedModel) -> Attrs:
    return {
        "name": one.name,
        "base": one.base,
        "dataset": one.dataset,
        "job": one.job,
        "path": str(one.file) if one.file else None,
        "bytes": one.size,
        "lack": one.lack,
    }


def _size(count: int) -> str:
    return f"{count / _MEGABYTE:.0f} MB"
