"""A promotion that ended in a branch."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.promote.dataset import layout
from gptctl.promote.example import Part
from gptctl.promote.pipeline.case import COMPARISON
from gptctl.promote.pipeline.confront import beside, of_tuned
from gptctl.promote.pipeline.promote import Promoted
from gptctl.views.line import BLANK, Line, Style, line, section
from gptctl.views.promotion.outlook import heading
from gptctl.views.promotion.suggestion import shortened, suggested


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotedReport:
    promoted: Promoted

    def human(self) -> Iterator[Line]:
        promoted, branch = self.promoted, self.promoted.branch
        yield line(f"tuned model: {promoted.result.model}", Style.HEADING)
        decision = of_tuned(promoted.comparison).decision
        yield line(f"verdict: {decision.verdict}", Style.GOOD)
        yield BLANK
        yield from section("Why", (line(reason) for reason in decision.reasons))
        yield from section("Beside it", self._beside())
        yield from section(
            "Instructions", suggested(promoted.suggestion, promoted.goal.assistant, promoted.case.folder)
        )
        yield line(f"the report with all rows: {self._report()}", Style.FAINT)
        yield line(f"{'made' if branch.made else 'unchanged'}: branch {branch.name}", Style.ADDED)
        yield line(f"review it: git diff {branch.base[:12]} {branch.name}")
        yield line(f"propose it: git push origin {branch.name}, then open a pull request")

    def document(self) -> Attrs:
        promoted, branch = self.promoted, self.promoted.branch
        decision = of_tuned(promoted.comparison).decision
        approval = promoted.case.approval
        return {
            **heading(promoted.goal, self._dataset()),
            "readiness": promoted.case.readiness,
            "estimate": None,
            "control": None,
            "answers": None,
            "dollars": None,
            "refused": [],
            "written": [],
            "job": {"mark": approval.mark, "ceiling": approval.ceiling, "model": promoted.result.model},
            "comparison": {
                "verdict": decision.verdict.value,
                "reasons": decision.reasons,
                "beside": [
                    {
                        "challenger": one.challenger,
                        "verdict": one.decision.verdict.value,
                        "reasons": one.decision.reasons,
                    }
                    for one in beside(promoted.comparison)
                ],
                "absent": promoted.comparison.absent,
                "report": self._report(),
            },
            "shortened": shortened(promoted.suggestion),
            "proposal": {"branch": branch.name, "base": branch.base, "commit": branch.commit, "made": branch.made},
        }

    def _beside(self) -> Iterator[Line]:
        for one in beside(self.promoted.comparison):
            yield line(f"{one.challenger}: {one.decision.verdict}. {' '.join(one.decision.reasons)}")
        for sentence in self.promoted.comparison.absent:
            yield line(sentence, Style.WARNING)

    def _dataset(self) -> Attrs:
        rows = {file.name: file.rows for file in self.promoted.case.manifest().files}
        held_out = self.promoted.comparison.turns
        return {
            "hash": self.promoted.case.approval.dataset,
            "rows": rows[layout.examples(Part.TRAIN)],
            "held_out": held_out,
        }

    def _report(self) -> str:
        return str(self.promoted.case.folder / f"{COMPARISON}.html")
