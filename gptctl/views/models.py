"""Models on this machine."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.providers.local.models import InstalledModel
from gptctl.views.line import Line, line
from gptctl.views.table import table

FORMAT = "gptctl.models/v1"
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsReport:
    models: tuple[InstalledModel, ...]

    def human(self) -> Iterator[Line]:
        rows = [(one.name, f"{one.size / _MEGABYTE:.0f} MB", str(one.path)) for one in self.models]
        yield from table(("name", "size", "file"), rows)
        if not rows:
            yield line("No model is installed: answers are put together from the knowledge.")

    def document(self) -> Attrs:
        models: list[Attrs] = [{"name": one.name, "path": str(one.path), "bytes": one.size} for one in self.models]
        return {"format": FORMAT, "models": models}
