"""What every provider can hold: a matrix of all, or one in detail."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.providers.capabilities import FIELDS, Capabilities, spelled
from gptctl.views.line import BLANK, Line, Style, line, section
from gptctl.views.table import table

FORMAT = "gptctl.providers/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidersReport:
    """`providers` by name; one alone is shown in detail."""

    providers: Mapping[str, Capabilities]

    def human(self) -> Iterator[Line]:
        if len(self.providers) == 1:
            (found,) = self.providers.values()
            yield from _detail(found)
        else:
            yield from _matrix(self.providers)

    def document(self) -> Attrs:
        return {"format": FORMAT, "providers": {name: _document(found) for name, found in self.providers.items()}}


def _matrix(providers: Mapping[str, Capabilities]) -> Iterator[Line]:
    rows = [(name, *(found.fields[name].support.value for found in providers.values())) for name in FIELDS]
    yield from table(("field", *providers), rows)
    yield BLANK
    yield line("held: stored there. sent: goes along with every question. lost: shown by every plan.", Style.FAINT)


def _detail(found: Capabilities) -> Iterator[Line]:
    rows = [(name, found.fields[name].support.value, found.fields[name].note) for name in FIELDS]
    yield from table(("field", "", ""), rows)
    yield BLANK
    limits = [(one.path, f"{spelled(one)} {one.unit}", one.source) for one in found.limits]
    yield from section("Limits", table(("field", "takes", "source"), limits))
    yield from section("File types", [line(" ".join(sorted(found.file_types)) or "any")])
    retirements = sorted((day.isoformat(), model) for model, day in found.retirements.items())
    yield from section("Models that stop", table(("day", "model"), retirements))
    yield from section("Conversations", [line(found.logs)])


def _document(found: Capabilities) -> Attrs:
    return {
        "fields": {name: {"support": one.support.value, "note": one.note} for name, one in found.fields.items()},
        "limits": [
            {"path": one.path, "least": one.least, "most": one.most, "unit": one.unit, "source": one.source}
            for one in found.limits
        ],
        "file_types": sorted(found.file_types),
        "retirements": {model: day.isoformat() for model, day in sorted(found.retirements.items())},
        "logs": found.logs,
    }
