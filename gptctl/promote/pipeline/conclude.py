"""The end of a promotion: a verdict that says no, or a branch to review."""

import json
from collections.abc import Sequence
from textwrap import fill

from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.promote.compare.comparison import Comparison, Outcome
from gptctl.promote.compare.report import summary
from gptctl.promote.compare.verdict import Verdict
from gptctl.promote.dataset.layout import FOLDER, MANIFEST
from gptctl.promote.example import Part
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.pipeline.case import CARDS, COMPARISON, Case
from gptctl.promote.pipeline.change import Change
from gptctl.promote.pipeline.confront import TUNED, of_tuned
from gptctl.promote.report import html, markdown
from gptctl.promote.trainers.base import Result

FORMAT = "gptctl.promotion/v1"
RECORD = "promotion.json"
_WIDTH = 72


def change(case: Case, assistant: str, environment: str, result: Result, comparison: Comparison) -> Change:
    page = summary(assistant, comparison)
    outcome = of_tuned(comparison)
    texts = {
        f"{COMPARISON}.html": html.render(page).encode(),
        f"{COMPARISON}.md": markdown.render(page).encode(),
        RECORD: (json.dumps(_record(case, result, outcome), indent=1, sort_keys=True, default=dict) + "\n").encode(),
    }
    kept = {name: case.read(name) for name in (*CARDS, MANIFEST)}
    return Change(
        branch=f"gptctl/promote/{assistant}-{case.name}",
        assistant=assistant,
        environment=environment,
        model=result.model,
        files={f"{FOLDER}/{assistant}/{name}": data for name, data in {**kept, **texts}.items()},
        message=_message(case, assistant, result, comparison),
    )


def _record(case: Case, result: Result, outcome: Outcome) -> Attrs:
    """What a later reader of the repository wants to know of the model, without the machine it was made on."""
    return {
        "format": FORMAT,
        "goal": case.goal,
        "approval": case.approval.to_json(),
        "mark": case.approval.mark,
        "model": result.model,
        "base": result.base,
        "readiness": case.readiness,
        "verdict": outcome.decision.verdict.value,
        "reasons": outcome.decision.reasons,
    }


def _message(case: Case, assistant: str, result: Result, comparison: Comparison) -> str:
    outcome, others = of_tuned(comparison), _beside(comparison)
    paragraphs = (
        f"The tuned model is {Verdict.BETTER} than the one in use. {' '.join(outcome.decision.reasons)}",
        *others,
        _trained(case, result),
        _ready(case.readiness),
    )
    body = "\n\n".join(fill(one, _WIDTH, break_long_words=False, break_on_hyphens=False) for one in paragraphs)
    return f"Let {assistant} answer with {result.model}\n\n{body}\n"


def _beside(comparison: Comparison) -> Sequence[str]:
    """What the others came to that were asked too, and who could not be asked."""
    others = [one for one in comparison.outcomes if one.challenger != TUNED]
    told = [f"Beside it, {one.challenger}: {one.decision.verdict}. {' '.join(one.decision.reasons)}" for one in others]
    return [*told, *comparison.absent]


def _trained(case: Case, result: Result) -> str:
    approval: Approval = case.approval
    rows = {file.name: file.rows for file in case.manifest().files}
    held_out = plural(rows.get(f"{Part.TEST}.jsonl", 0), "row")
    settings = ", ".join(f"{name} {value}" for name, value in sorted(approval.settings.items()))
    return (
        f"Trained by {approval.trainer} from {result.base} on {plural(rows.get(f'{Part.TRAIN}.jsonl', 0), 'row')} of "
        f"the dataset {approval.dataset[:12]}, {held_out} held out{f', with {settings}' if settings else ''}. "
        f"At most ${approval.ceiling:,.2f} was approved; the job is marked {approval.mark}."
    )


def _ready(readiness: Attrs) -> str:
    said = f"Readiness said: {readiness['decision']} ({readiness['reason']})."
    return f"{said} Gone on all the same: {readiness['override']}" if readiness["override"] else said
