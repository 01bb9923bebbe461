"""A dataset that was built."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from gptctl.core.value import Attrs
from gptctl.promote.cost.quote import Quote
from gptctl.promote.curated import Findings
from gptctl.promote.dataset.manifest import Manifest
from gptctl.views.dataset import manifest as said
from gptctl.views.dataset import quote as cost
from gptctl.views.line import Line, Style, line, section

FORMAT = "gptctl.dataset-build/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltReport:
    """`written` are the files of the project that were changed, none when nothing is new. `rows` is the folder."""

    manifest: Manifest
    findings: Findings
    written: Sequence[str]
    quote: Quote | None
    rows: str

    def human(self) -> Iterator[Line]:
        yield said.heading(self.manifest)
        yield from section("Steps", said.funnel(self.manifest))
        yield from section("Parts", said.parts(self.manifest))
        yield from section("Cost", cost.lines(self.quote))
        yield line(f"rows: {self.rows}", Style.FAINT)
        if not self.written:
            yield line("unchanged: nothing was written", Style.GOOD)
        for path in self.written:
            yield line(f"written: {path}", Style.ADDED)

    def document(self) -> Attrs:
        stages: list[Attrs] = [asdict(stage) for stage in self.manifest.stages]
        files: list[Attrs] = [asdict(file) for file in self.manifest.files]
        findings = asdict(self.findings)
        findings["cluster_sizes"] = {str(size): count for size, count in self.findings.cluster_sizes.items()}
        return {
            "format": FORMAT,
            "assistant": self.manifest.assistant,
            "dataset": self.manifest.dataset,
            "changed": bool(self.written),
            "written": self.written,
            "rows": self.rows,
            "files": files,
            "stages": stages,
            "findings": findings,
            "cost": cost.document(self.quote),
        }
