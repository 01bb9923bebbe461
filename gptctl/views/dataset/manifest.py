"""A manifest in lines: what there is, where the rest went, and where it comes from."""

from collections.abc import Iterator, Sequence

from gptctl.core.plural import plural
from gptctl.promote.dataset.manifest import Count, Manifest
from gptctl.promote.example import Part
from gptctl.views.line import Line, Style, line, section
from gptctl.views.table import table

HASH = 12


def heading(manifest: Manifest) -> Line:
    return line(f"dataset {manifest.dataset[:HASH]} for {manifest.assistant}", Style.HEADING)


def parts(manifest: Manifest) -> Iterator[Line]:
    """One line for the rows of each part."""
    files = {file.name: file for file in manifest.files}
    rows = [(part, files[f"{part}.jsonl"], files.get(f"preferences-{part}.jsonl")) for part in Part
            if f"{part}.jsonl" in files]  # fmt: skip
    yield from table(
        ("part", "rows", "tokens", "preferences"),
        [(part, f"{file.rows:,}", f"{file.tokens:,}", f"{pairs.rows if pairs else 0:,}") for part, file, pairs in rows],
    )


def funnel(manifest: Manifest) -> Iterator[Line]:
    """What each step dropped and why; steps that dropped nothing are left out."""
    if manifest.stages:
        yield line(plural(manifest.stages[0].read, "conversation") + " read")
    for stage in manifest.stages:
        for reason, rows in sorted(stage.dropped.items(), key=lambda item: (-item[1], item[0])):
            yield line(f"-{rows:,}  {stage.name}: {reason}", Style.REMOVED)
    if manifest.stages:
        yield line(plural(manifest.stages[-1].kept, "row") + " kept")


def origins(manifest: Manifest) -> Iterator[Line]:
    yield from section("Read from", _counts(manifest.sources))
    yield from section("Answers of", _counts(manifest.models))
    yield from section("Under the instructions of", _counts(manifest.ran_under))
    yield from section("Licences", (line(licence) for licence in manifest.licences))


def _counts(counts: Sequence[Count]) -> Iterator[Line]:
    for count in counts:
        yield line(f"{count.rows:,}  {count.name}{f': {count.note}' if count.note else ''}")
