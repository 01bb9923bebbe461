"""What two datasets do not have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs, canonical
from gptctl.promote.dataset.difference import Difference
from gptctl.views.line import Line, Style, line, section

FORMAT = "gptctl.dataset-diff/v1"
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceReport:
    """`before` and `after` are hashes."""

    before: str
    after: str
    difference: Difference

    def human(self) -> Iterator[Line]:
        yield line(f"dataset {self.before[:12]} to {self.after[:12]}", Style.HEADING)
        found = self.difference
        yield from section("Recipe", (
            line(f"{one.path}: {canonical(one.before)} -> {canonical(one.after)}", Style.CHANGED)
            for one in found.recipe
        ))  # fmt: skip
        yield from _ids("+", found.added, Style.ADDED)
        yield from _ids("-", found.removed, Style.REMOVED)
        yield from _ids("~", found.changed, Style.CHANGED)
        yield from _ids(">", [f"{id_} {was} to {now}" for id_, (was, now) in found.moved.items()], Style.CHANGED)
        counts = (
            f"{plural(len(found.added), 'row')} came, {len(found.removed)} went",
            f"{len(found.changed)} changed, {len(found.moved)} moved",
        )
        yield line(f"{', '.join(counts)}.", Style.HEADING)

    def document(self) -> Attrs:
        found = self.difference
        recipe: list[Attrs] = [{"path": one.path, "before": one.before, "after": one.after} for one in found.recipe]
        moved: list[Attrs] = [
            {"id": id_, "before": was.value, "after": now.value} for id_, (was, now) in found.moved.items()
        ]
        return {
            "format": FORMAT,
            "before": self.before,
            "after": self.after,
            "recipe": recipe,
            "added": found.added,
            "removed": found.removed,
            "changed": found.changed,
            "moved": moved,
        }


def _ids(sign: str, ids: Sequence[str], style: Style) -> Iterator[Line]:
    yield from (line(f"{sign} {id_}", style) for id_ in ids[:SHOWN])
    if len(ids) > SHOWN:
        yield line(f"{sign} and {len(ids) - SHOWN} more", Style.FAINT)
