"""How every object stands."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.engine.status import ObjectStatus, State
from gptctl.views.line import Line, Style, line
from gptctl.views.table import table

FORMAT = "gptctl.status/v1"
_STYLES = {
    State.IN_SYNC: Style.GOOD,
    State.EDITED: Style.CHANGED,
    State.DRIFTED: Style.BAD,
    State.MISSING: Style.CHANGED,
    State.UNDECLARED: Style.WARNING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    project: str
    environment: str
    objects: tuple[ObjectStatus, ...]

    @property
    def in_sync(self) -> bool:
        return all(one.state is State.IN_SYNC for one in self.objects)

    def human(self) -> Iterator[Line]:
        rows = [
            (str(one.key.address), one.key.target, one.state.value, one.id or "-", short(one.commit) or "-")
            for one in self.objects
        ]
        styles = [_STYLES[one.state] for one in self.objects]
        yield from table(("address", "target", "state", "id", "commit"), rows, styles)
        count = Counter(one.state for one in self.objects)
        counts = ", ".join(f"{count[state]} {state.value}" for state in State if count[state])
        yield line(f"{self.project}, environment {self.environment}: {counts or 'nothing is declared'}.", Style.HEADING)

    def document(self) -> Attrs:
        return {
            "format": FORMAT,
            "project": self.project,
            "environment": self.environment,
            "in_sync": self.in_sync,
            "objects": [
                {
                    "target": one.key.target,
                    "address": str(one.key.address),
                    "state": one.state.value,
                    "id": one.id,
                    "commit": one.commit,
                }
                for one in self.objects
            ],
        }


def short(commit: str) -> str:
    """A commit as people write it; a `+` for uncommitted edits stays."""
    return commit[:10] + ("+" if commit.endswith("+") else "")
