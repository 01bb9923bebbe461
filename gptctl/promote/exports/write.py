"""Write an export, mending what a rule knows a safe fix for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gptctl.core.value import Attrs, canonical
from gptctl.promote.example import Curation, Part
from gptctl.promote.exports.base import Export, Format, LeftOut, Rows
from gptctl.promote.rules.base import Rule
from gptctl.promote.rules.check import Checked

PARTS = (Part.TRAIN, Part.VALIDATION, Part.CONTROL)
"""The test stays at home: nobody but the comparison may see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file of an export, which is not on disk when it would have no `rows`.

    `left_out` counts examples by reason; `fixed` counts rows by `RULE fix`.
    """

    path: Path
    part: Part
    format: Format
    rows: int
    left_out: Mapping[str, int]
    fixed: Mapping[str, int]

    def to_check(self) -> Checked:
        return Checked(path=self.path, part=self.part, rules=self.format.rules, file_rules=self.format.file_rules)


def write(export: Export, dataset: Curation, folder: Path) -> tuple[Written, ...]:
    """Write all files of an export into a folder that is there; a file without rows is not written.

    The same dataset gives the same bytes. Raises OSError.
    """
    examples, pairs = tuple(_examples(export, dataset, folder)), tuple(_pairs(export, dataset, folder))
    if any(file.rows for file in examples) and _to_train_on(pairs) < export.pairs.least:
        pairs = tuple(map(_too_few, pairs))
    written = (*examples, *pairs)
    if export.companions:
        for name, text in export.companions([file.path.name for file in written if file.rows]).items():
            (folder / name).write_text(text, encoding="utf-8")
    return written


def _to_train_on(files: Iterable[Written]) -> int:
    return sum(file.rows for file in files if file.part is Part.TRAIN)


def _too_few(file: Written) -> Written:
    """Without its rows: that there are few pairs is no reason to keep the examples back."""
    if not file.rows:
        return file
    file.path.unlink()
    return replace(file, rows=0, left_out={**file.left_out, "too-few": file.rows})


def _examples(export: Export, dataset: Curation, folder: Path) -> Iterator[Written]:
    for part in PARTS:
        rows = (row for example in dataset.examples(part) for row in export.example(example))
        yield from _file(export, export.examples, part, rows, folder / f"{part}.jsonl")


def _pairs(export: Export, dataset: Curation, folder: Path) -> Iterator[Written]:
    if export.pair is None:
        return
    for part in (Part.TRAIN, Part.VALIDATION):
        rows = (row for pair in dataset.pairs(part) for row in export.pair(pair))
        yield from _file(export, export.pairs, part, rows, folder / f"preferences-{part}.jsonl")


def _file(export: Export, format_: Format, part: Part, rows: Rows, path: Path) -> Iterator[Written]:
    left_out: Counter[str] = Counter()
    fixed: Counter[str] = Counter()
    count = 0
    with path.open("wb") as file:
        file.write(export.mark)
        for row in rows:
            reason = row.reason if isinstance(row, LeftOut) else _unheld(row, format_.rules)
            if isinstance(row, LeftOut) or reason:
                left_out[reason] += 1
                continue
            count += 1
            file.write(canonical(mend(row, format_.rules, fixed)).encode("utf-8", "replace") + b"\n")
    if not count:
        path.unlink()
    if count or left_out:
        yield Written(path=path, part=part, format=format_, rows=count, left_out=left_out, fixed=fixed)


def _unheld(row: Attrs, rules: Iterable[Rule]) -> str:
    return next((rule.leaves_out for rule in rules if rule.leaves_out and any(rule.check(row))), "")


def mend(row: Attrs, rules: Iterable[Rule], fixed: Counter[str]) -> Attrs:
    """The row after every fix that a broken rule of it has."""
    for rule in rules:
        if rule.fix and next(rule.check(row), None) is not None:
            row = rule.fix.apply(row)
            fixed[f"{rule.id} {rule.fix.name}"] += 1
    return row
