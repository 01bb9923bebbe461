"""The card of a dataset: what a reviewer wants to know before anything is trained on it."""

from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.value import JSON
from gptctl.promote.dataset.manifest import Count, Histogram, Manifest, Portrait
from gptctl.promote.example import Part, Stage
from gptctl.promote.report.page import Bar, Bars, Items, Page, Section, Table, Text

HONEST = (
    "Names of people are found by the words around them and from the recipe's own list. Some stay; read a sample.",
    "Ratings are what somebody said of an answer. An answer without one is an example only if the recipe says so.",
    "A fine-tune learns manner, not facts: whatever the rows hold of prices, dates and rules is as old as they are.",
)


def card(manifest: Manifest, portrait: Portrait, notes: Sequence[str] = ()) -> Page:
    """`notes` are further sentences, such as what training on it would cost."""
    read = manifest.stages[0].read if manifest.stages else 0
    return Page(
        title=f"Dataset for {manifest.assistant}",
        lead=f"What is left of {read:,} conversations, why the others went, and what these have in common.",
        facts=_facts(manifest),
        sections=tuple(_sections(manifest, portrait, notes)),
    )


def _facts(manifest: Manifest) -> Sequence[tuple[str, str]]:
    rows = {file.name: file for file in manifest.files}
    parts = [(part.value, rows[f"{part}.jsonl"]) for part in Part if f"{part}.jsonl" in rows]
    return (
        *((name, f"{file.rows:,}") for name, file in parts),
        ("tokens to train on", f"{sum(file.tokens for name, file in parts if name == Part.TRAIN):,}"),
        ("clusters", f"{manifest.clusters:,}"),
        ("hash", manifest.dataset[:12]),
    )


def _sections(manifest: Manifest, portrait: Portrait, notes: Sequence[str]) -> Iterator[Section]:
    yield Section(title="From conversations to rows", blocks=tuple(_funnel(manifest.stages)))
    yield Section(
        title="Length",
        blocks=(
            _sizes("Rows by tokens, instructions and tools included.", portrait.tokens, "tokens"),
            _sizes("Rows by what the user said.", portrait.turns, "messages"),
        ),
    )
    yield Section(
        title="What they are about",
        blocks=(
            _bars("Rows by topic.", portrait.topics),
            _bars("Rows by tool that was used; a row with several counts for each.", portrait.tools),
        ),
    )
    yield Section(
        title="Ratings and time",
        blocks=(
            _bars("Rows by rating, 0 as bad as can be to 1.", portrait.scores),
            _bars("Rows by month.", portrait.months),
        ),
    )
    yield Section(title="Duplicates", blocks=tuple(_duplicates(manifest, portrait)))
    yield Section(title="Where they come from", blocks=tuple(_origins(manifest)))
    yield Section(
        title="Recipe", blocks=(Table(head=("setting", "value"), rows=tuple(_settings("", manifest.recipe))),)
    )
    yield Section(title="To bear in mind", blocks=(Items(items=(*notes, *HONEST)),))


def _funnel(stages: Sequence[Stage]) -> Iterator[Bars | Table]:
    if not stages:
        return
    bars = [Bar(label="read", value=stages[0].read, shown=f"{stages[0].read:,}")]
    bars += [Bar(label=stage.name, value=stage.kept, shown=f"{stage.kept:,}", note=_lost(stage)) for stage in stages]
    yield Bars(says="Rows left after each step.", bars=bars)
    dropped = [
        (stage.name, reason, f"{rows:,}")
        for stage in stages
        for reason, rows in sorted(stage.dropped.items(), key=lambda item: (-item[1], item[0]))
    ]
    if dropped:
        yield Table(head=("step", "reason", "rows dropped"), rows=dropped)


def _lost(stage: Stage) -> str:
    return f"(-{stage.read - stage.kept:,})" if stage.read != stage.kept else ""


def _sizes(says: str, histogram: Histogram, unit: str) -> Bars:
    """The bars between the first and the last that have rows."""
    filled = [index for index, rows in enumerate(histogram.rows) if rows]
    shown = histogram.named()[filled[0] : filled[-1] + 1] if filled else ()
    return Bars(says=says, bars=[Bar(label=f"{name} {unit}", value=rows, shown=f"{rows:,}") for name, rows in shown])


def _bars(says: str, rows: Mapping[str, int]) -> Bars:
    return Bars(says=says, bars=[Bar(label=label, value=count, shown=f"{count:,}") for label, count in rows.items()])


def _duplicates(manifest: Manifest, portrait: Portrait) -> Iterator[Bars | Text]:
    sizes = {f"{size} alike" if size > 1 else "alone": count for size, count in portrait.cluster_sizes.items()}
    yield _bars("Clusters of like conversations by size, before one was chosen of each.", sizes)
    yield Text(
        text=f"Of the held-out rows {manifest.leaks.identical} are trained on too, and {manifest.leaks.near} nearly so."
    )


def _origins(manifest: Manifest) -> Iterator[Table]:
    yield Table(head=("read from", "rows", ""), rows=_rows(manifest.sources))
    yield Table(head=("answers of", "rows", "terms"), rows=_rows(manifest.models))
    yield Table(head=("under the instructions of", "rows", ""), rows=_rows(manifest.ran_under))
    if manifest.licences:
        yield Table(head=("licence",), rows=[(licence,) for licence in manifest.licences])


def _rows(counts: Sequence[Count]) -> Sequence[Sequence[str]]:
    return [(count.name, f"{count.rows:,}", count.note) for count in counts]


def _settings(path: str, value: JSON) -> Iterator[Sequence[str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _settings(f"{path}.{key}" if path else str(key), item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield path, ", ".join(str(item) for item in value) or "none"
    else:
        yield path, _setting(value)


def _setting(value: JSON) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None or value == "" else str(value)
