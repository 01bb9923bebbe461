"""The tuned model beside what answers now, on what was held out."""

from collections.abc import Mapping
from dataclasses import replace

from gptctl.promote.compare.called import Called
from gptctl.promote.compare.comparison import Comparison, Outcome, compare
from gptctl.promote.compare.contestant import Contestant
from gptctl.promote.compare.interview import interview
from gptctl.promote.compare.measures.registry import measures
from gptctl.promote.compare.report import report
from gptctl.promote.compare.shots import WithExamples, shots
from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.compare.turn import turns
from gptctl.promote.compare.verdict import Rules
from gptctl.promote.compare.with_tests import with_tests
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part
from gptctl.promote.pipeline.case import COMPARISON, Case
from gptctl.promote.pipeline.expect import expect
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.stage import Answered, Begun, Stage
from gptctl.promote.pipeline.untuned import untuned
from gptctl.promote.report import html, markdown

NOW, SHOWN, TUNED, CONTROL = "now", "now, with examples", "tuned", "tuned on the control"
"""Who answers: the model in use under its prompt, the same with rows from the dataset in its prompt, the tuned one,
and one that was tuned on rows that nobody chose. Beside them UNTUNED, where what was trained further is not in use.
"""


def confront(case: Case, goal: Goal, dataset: StoredDataset, tuned: Mapping[str, str], ports: Ports) -> Comparison:
    """Ask all of them; what was answered before is not asked for again. The report is written beside the answers.

    `tuned` are models by what they are called here, TUNED among them; an empty one is none. Raises Refused where one
    cannot be asked yet, GptctlError where one does not answer.
    """
    ports.emit(Begun(stage=Stage.COMPARISON))
    held_out = list(turns(dataset.examples(Part.TEST)))
    transcript = Transcript(case.transcript)
    now = Called(name=NOW, contestant=ports.contestant(goal.model))
    models = {name: Called(name=name, contestant=ports.contestant(model)) for name, model in tuned.items() if model}
    transcript.ask(now, held_out[0].messages, held_out[0].tools)  # a wrong key is not taken for a model that sleeps
    for name, one in models.items():
        expect(tuned[name], one, held_out[0], transcript, ports.desk.trainer.terms)
    base = untuned(goal, now, held_out[0], transcript, ports)
    field: tuple[Contestant, ...] = (now, WithExamples(SHOWN, now, shots(dataset)), *base.contestants, *models.values())
    replies = interview((*held_out, *ports.tests), field, transcript, lambda done, of: _tell(ports, done, of))
    found = with_tests(compare(held_out, NOW, replies, measures(ports.schema), Rules()), ports.tests, replies)
    found = replace(found, absent=base.absent)
    page = report(goal.assistant, found)
    case.write({f"{COMPARISON}.html": html.render(page), f"{COMPARISON}.md": markdown.render(page)})
    return found


def of_tuned(comparison: Comparison) -> Outcome:
    [outcome] = [one for one in comparison.outcomes if one.challenger == TUNED]
    return outcome


def beside(comparison: Comparison) -> tuple[Outcome, ...]:
    """What the others came to that were asked too."""
    return tuple(one for one in comparison.outcomes if one.challenger != TUNED)


def _tell(ports: Ports, done: int, of: int) -> None:
    ports.emit(Answered(done=done, of=of))
