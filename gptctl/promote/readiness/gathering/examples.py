"""What curation leaves, in a folder that is thrown away afterwards."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gptctl.promote.cost.lengths import Lengths, lengths
from gptctl.promote.curate import curate_log
from gptctl.promote.curated import Curated, Findings
from gptctl.promote.example import Example, Part
from gptctl.promote.logged import Logged
from gptctl.promote.readiness.evidence import Kept
from gptctl.promote.readiness.gathering.subject import Subject
from gptctl.promote.steps.volatility import looked_up
from gptctl.promote.tokens import vocabulary

MOST = 5_000
"""Answers that are compared in style."""

PARTS = (Part.TRAIN, Part.VALIDATION, Part.TEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """`train` and `validation` are their lengths in the vocabulary of the target, empty while there is none."""

    kept: Kept
    ids: frozenset[str]
    answers: Sequence[str]
    train: Lengths
    validation: Lengths


NOTHING = Examples(
    kept=Kept(
        findings=Findings(usable=0, looked_up=0, changing=0, contradicted=0, clusters=0, tokens=0, cluster_sizes={})
    ),
    ids=frozenset(),
    answers=(),
    train=Lengths(),
    validation=Lengths(),
)


def curated(subject: Subject, work: Path) -> Examples:
    """Everything that a dataset would be built from, by the recipe as it is. Raises GptctlError."""
    logged = Logged(folder=subject.store, assistant=subject.assistant)
    made = curate_log([logged], subject.recipe, subject.setting, work / "curated", limit=subject.limit)
    examples = [example for part in PARTS for example in made.examples(part)]
    return Examples(
        kept=_kept(made, examples, subject),
        ids=frozenset(example.id for example in examples),
        answers=[answer for example in examples for answer in _answers(example)][:MOST],
        train=_lengths(made, Part.TRAIN, subject),
        validation=_lengths(made, Part.VALIDATION, subject),
    )


def _kept(made: Curated, examples: Sequence[Example], subject: Subject) -> Kept:
    return Kept(
        findings=made.findings,
        answers=sum(1 for example in examples for _ in _answers(example)),
        resting=sum(len(set(example.targets).intersection(looked_up(example.messages))) for example in examples),
        looked_up_stays=subject.recipe.volatile,
        held_out=sum(example.part is Part.TEST for example in examples),
        by_maker=Counter((example.lineage.provider, example.lineage.model) for example in examples),
    )


def _answers(example: Example) -> Iterator[str]:
    for at in example.targets:
        if text := example.messages[at]["content"]:
            yield text


def _lengths(made: Curated, part: Part, subject: Subject) -> Lengths:
    _, model = subject.target
    return lengths(made.examples(part), vocabulary.of_model(model).vocabulary) if model else Lengths()
