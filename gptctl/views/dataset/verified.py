"""Whether a dataset is what it says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.promote.dataset.verify import Check
from gptctl.views.line import Line, Style, indent, line

FORMAT = "gptctl.dataset-verify/v1"
SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedReport:
    dataset: str
    checks: Sequence[Check]

    def human(self) -> Iterator[Line]:
        yield line(f"dataset {self.dataset[:12]}", Style.HEADING)
        for check in self.checks:
            good = not check.problems
            yield line(f"{check.name}: {'as it should be' if good else 'wrong'}", Style.GOOD if good else Style.BAD)
            yield from indent(line(problem) for problem in check.problems[:SHOWN])
            if len(check.problems) > SHOWN:
                yield from indent([line(f"and {len(check.problems) - SHOWN} more", Style.FAINT)])

    def document(self) -> Attrs:
        checks: list[Attrs] = [{"name": check.name, "problems": check.problems} for check in self.checks]
        return {
            "format": FORMAT,
            "dataset": self.dataset,
            "verified": not any(check.problems for check in self.checks),
            "checks": checks,
        }
