"""A dataset in the format of a target."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.promote.dataset.export import Exported, sentence
from gptctl.promote.exports.base import Export
from gptctl.promote.exports.write import Written
from gptctl.promote.rules.base import Breach
from gptctl.promote.tokens.vocabulary import Named
from gptctl.views.line import Line, Style, indent, line

FORMAT = "gptctl.dataset-export/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedReport:
    dataset: str
    target: Export
    named: Named
    exported: Exported

    def human(self) -> Iterator[Line]:
        done = self.exported
        yield line(f"dataset {self.dataset[:12]} for {self.target.title}", Style.HEADING)
        for file in done.written:
            yield line(f"{file.path.name}: {plural(file.rows, 'row')}")
            yield from indent(_told(file))
        yield from _warnings(done.warnings)
        exact = "" if self.named.exact else "; --model names a model whose own is to be taken"
        but = " but these, which are advice" if done.warnings else ""
        yield line(f"every rule holds{but}; tokens were counted in {self.named.vocabulary}{exact}", Style.FAINT)
        yield line(f"{'written to' if done.changed else 'unchanged in'} {done.folder}", Style.GOOD)

    def document(self) -> Attrs:
        done = self.exported
        files: list[Attrs] = [
            {
                "name": file.path.name,
                "rows": file.rows,
                "left_out": dict(file.left_out),
                "fixed": dict(file.fixed),
            }
            for file in done.written
        ]
        warnings: list[Attrs] = [_breach(one) for one in done.warnings]
        return {
            "format": FORMAT,
            "dataset": self.dataset,
            "target": self.target.name,
            "vocabulary": self.named.vocabulary,
            "exact": self.named.exact,
            "folder": str(done.folder),
            "changed": done.changed,
            "files": files,
            "warnings": warnings,
        }


def _told(file: Written) -> Iterator[Line]:
    for reason, rows in sorted(Counter(file.left_out).items()):
        yield line(f"{rows:,} left out: {reason}", Style.WARNING)
    for fix, rows in sorted(Counter(file.fixed).items()):
        yield line(f"{rows:,} mended: {fix}", Style.CHANGED)


def _warnings(warnings: Sequence[Breach]) -> Iterator[Line]:
    """The first of each rule, and how often it comes again."""
    often = Counter(one.rule for one in warnings)
    firsts = {one.rule: one for one in reversed(warnings)}
    for rule in often:
        more = f", and {often[rule] - 1:,} times more" if often[rule] > 1 else ""
        yield line(f"warning: {sentence(firsts[rule])}{more}", Style.WARNING)


def _breach(one: Breach) -> Attrs:
    return {"rule": one.rule, "file": one.file, "line": one.line, "detail": one.detail, "fix": one.fix}
