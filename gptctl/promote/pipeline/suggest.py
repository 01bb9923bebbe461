"""Look for shorter instructions under the tuned model, where somebody asks for it. It changes none."""

from gptctl.errors import Refused
from gptctl.promote.compare.measures.registry import measures
from gptctl.promote.compare.turn import turns
from gptctl.promote.compare.verdict import Rules
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part
from gptctl.promote.pipeline.case import Case
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.shortening import Shortening
from gptctl.promote.pipeline.stage import Answered, Begun, Stage
from gptctl.promote.pipeline.suggestion import PAGE, Suggestion, keep, kept
from gptctl.promote.report import html, markdown
from gptctl.promote.shorten.report import cut, report, why_none
from gptctl.promote.shorten.shorten import Shortened, shorten
from gptctl.promote.shorten.trial import Trials


def suggest(case: Case, goal: Goal, dataset: StoredDataset, model: str, ports: Ports) -> Suggestion | None:
    """What was found before or is now; None where nobody asks for it.

    Raises Refused where the branch was made without it, and as a contestant does: what was answered until then is kept.
    """
    found, wanted = kept(case), ports.shortening
    if found is not None or wanted is None:
        return found
    if case.is_over:
        raise Refused(
            f"{model} was proposed before, under the instructions in full",
            advice=f"`gptctl shorten {goal.assistant} --with {model}` looks for shorter ones.",
        )
    ports.emit(Begun(stage=Stage.SHORTENING))
    try:
        searched = _search(dataset, model, wanted, ports)
    except Refused as error:
        return keep(case, Suggestion(why=" ".join(error.reasons)), {})
    if not searched.confirmed:
        return keep(case, Suggestion(why=why_none(model, searched)), {})
    saved = wanted.saving(model, dataset, (wanted.instructions, _told(searched.text)))
    page = report(goal.assistant, wanted.instructions, searched, saved)
    pages = {f"{PAGE}.html": html.render(page), f"{PAGE}.md": markdown.render(page)}
    return keep(case, Suggestion(cut=tuple(cut(wanted.instructions, searched)), saved=saved), pages)


def _search(dataset: StoredDataset, model: str, wanted: Shortening, ports: Ports) -> Shortened:
    trials = Trials(
        contestant=ports.contestant(model),
        full=wanted.instructions,
        measures=measures(ports.schema),
        rules=Rules(),
        transcript=wanted.transcript(dataset),
        budget=wanted.answers,
        on_answer=lambda done, of: ports.emit(Answered(done=done, of=of)),
        tests=ports.tests,
    )
    return shorten(wanted.instructions, _told, list(turns(dataset.examples(Part.TEST))), trials)


def _told(text: str) -> str:
    """Without empty lines around it, as instructions are told."""
    return f"{text.strip(chr(10)).rstrip()}\n"
