"""A migration: what would be made at the new target, what changes on the way, and what is lost there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gptctl.core.crossing import Crossing, Way
from gptctl.core.diff import FieldChange
from gptctl.core.losses import Loss
from gptctl.core.value import Attrs
from gptctl.engine.migration import Home, Migration
from gptctl.views.fields import field_lines
from gptctl.views.findings import finding_lines, finding_to_json
from gptctl.views.line import BLANK, Line, Style, indent, line, section
from gptctl.views.plan import PlanReport, changes, verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationReport:
    """`asked` is what the command line asked for, as in a plan's document."""

    migration: Migration
    asked: Attrs

    def human(self) -> Iterator[Line]:
        migration, plan = self.migration, self.migration.plan
        yield line(f"{plan.project}, environment {plan.environment}: a move to {migration.target}", Style.FAINT)
        yield from (line(note, Style.FAINT) for note in migration.notes)
        yield BLANK
        yield from section(f"What moves to {migration.target}", changes(plan))
        for target, homes in _by_target(migration.homes).items():
            yield from section(f"What changes on the way from {target}", _on_the_way(homes))
        yield from section(f"What {migration.target} cannot hold", _losses(migration))
        yield from section("What stands in the way", finding_lines(migration.obstacles))
        yield from verdict(plan)

    def document(self) -> Attrs:
        migration = self.migration
        report = PlanReport(plan=migration.plan, asked=self.asked, calls={"list": migration.listing_calls})
        return {
            **report.document(),
            "migration": {
                "to": migration.target,
                "from": [_home_to_json(home) for home in migration.homes],
                "obstacles": [finding_to_json(finding) for finding in migration.obstacles],
                "notes": migration.notes,
            },
        }


def _by_target(homes: Iterable[Home]) -> Mapping[str, list[Home]]:
    found: dict[str, list[Home]] = {}
    for home in homes:
        found.setdefault(home.key.target, []).append(home)
    return found


def _on_the_way(homes: Iterable[Home]) -> Iterator[Line]:
    for home in homes:
        where = "not applied there" if home.id is None else f"{home.id} there"
        yield line(f"{home.key.address} ({where})")
        if home.drifted:
            yield line("      somebody changed it there; that is not in git, and stays behind", Style.WARNING)
        yield from indent(_crossings(home.crossings), 6)


def _crossings(crossings: Iterable[Crossing]) -> Iterator[Line]:
    for one in crossings:
        if one.way is Way.RENAMED:
            yield line(f"> {one.path} becomes {one.to}", Style.CHANGED)
        else:
            path = one.path if one.path == one.to else " becomes ".join(filter(None, (one.path, one.to)))
            yield from field_lines([FieldChange(path=path, before=one.before, after=one.after)])


def _losses(migration: Migration) -> Iterator[Line]:
    for loss in migration.plan.losses:
        yield line(f"{loss.key.address}: {loss.field}: {loss.reason}{_held(loss, migration.homes)}", Style.WARNING)


def _held(loss: Loss, homes: Iterable[Home]) -> str:
    holding = [
        home.key.target for home in homes if home.key.address == loss.key.address and loss.field not in home.lost
    ]
    return f" ({', '.join(holding)} holds it)" if holding else ""


def _home_to_json(home: Home) -> Attrs:
    return {
        "target": home.key.target,
        "address": str(home.key.address),
        "id": home.id,
        "drifted": home.drifted,
        "lost": sorted(home.lost),
        "fields": [
            {"way": one.way.value, "path": one.path, "to": one.to, "before": one.before, "after": one.after}
            for one in home.crossings
        ],
    }
