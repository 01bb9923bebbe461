"""The end of a promotion: a verdict that says no, or a branch to review."""

import json
from collections.abc import Iterator, Sequence
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
from gptctl.promote.pipeline.confront import beside, of_tuned
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.suggestion import PAGE, Suggestion
from gptctl.promote.report import html, markdown
from gptctl.promote.trainers.base import Result

FORMAT = "gptctl.promotion/v1"
RECORD = "promotion.json"
_WIDTH = 72


def change(case: Case, goal: Goal, result: Result, comparison: Comparison, suggestion: Suggestion | None) -> Change:
    assistant = goal.assistant
    page = summary(assistant, comparison)
    outcome = of_tuned(comparison)
    texts = {
        f"{COMPARISON}.html": html.render(page).encode(),
        f"{COMPARISON}.md": markdown.render(page).encode(),
        RECORD: (json.dumps(_record(case, result, outcome), indent=1, sort_keys=True, default=dict) + "\n").encode(),
    }
    suggested = (f"{PAGE}.md",) if suggestion and suggestion.cut else ()
    kept = {name: case.read(name) for name in (*CARDS, MANIFEST, *suggested)}
    return Change(
        branch=branch_of(case, assistant),
        assistant=assistant,
        environment=goal.environment,
        model=result.model,
        files={f"{FOLDER}/{assistant}/{name}": data for name, data in {**kept, **texts}.items()},
        message=_message(case, assistant, result, comparison, suggestion),
    )


def branch_of(case: Case, assistant: str) -> str:
    return f"gptctl/promote/{assistant}-{case.name}"


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


def _message(case: Case, assistant: str, result: Result, comparison: Comparison, suggestion: Suggestion | None) -> str:
    outcome, others = of_tuned(comparison), _beside(comparison)
    paragraphs = (
        f"The tuned model is {Verdict.BETTER} than the one in use. {' '.join(outcome.decision.reasons)}",
        *others,
        *_suggested(assistant, suggestion),
        _trained(case, result),
        _ready(case.readiness),
    )
    body = "\n\n".join(fill(one, _WIDTH, break_long_words=False, break_on_hyphens=False) for one in paragraphs)
    return f"Let {assistant} answer with {result.model}\n\n{body}\n"


def _beside(comparison: Comparison) -> Sequence[str]:
    """What the others came to that were asked too, and who could not be asked."""
    others = [(one.challenger, one.decision) for one in beside(comparison)]
    told = [f"Beside it, {name}: {decision.verdict}. {' '.join(decision.reasons)}" for name, decision in others]
    return [*told, *comparison.absent]


def _suggested(assistant: str, suggestion: Suggestion | None) -> Iterator[str]:
    if suggestion is None:
        return
    saved = suggestion.saved
    if saved is None:
        yield f"No shorter instructions are suggested: {suggestion.why}"
        return
    yield (
        f"Of its instructions {saved.tokens:,} of {saved.before:,} tokens may be left out in each call: no harm was "
        f"measured, and {PAGE}.md says which. This commit leaves them as they are; once it is merged, "
        f"`gptctl shorten {assistant}` proposes that."
    )


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
