"""A promotion around a hosted trainer in memory, programs that answer, and a real repository."""

import random
import subprocess
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from gptctl.config.branch import Branch
from gptctl.config.revision import commit_of
from gptctl.core.value import Attrs
from gptctl.errors import Refused
from gptctl.promote.chat import Chat
from gptctl.promote.compare.contestant import Contestant
from gptctl.promote.cost.rate import Rate, Rates
from gptctl.promote.curated import Findings
from gptctl.promote.dataset.build import Order, build
from gptctl.promote.dataset.taken import Described
from gptctl.promote.example import Example, Pair, Part, Stage
from gptctl.promote.jobs.ledger import Ledger, Lines
from gptctl.promote.jobs.submit import Desk
from gptctl.promote.jobs.watch import Watch
from gptctl.promote.pipeline.change import Change, carry_out, proposed
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.question import Question
from gptctl.promote.pipeline.shelf import FOLDER, Shelf
from gptctl.promote.pipeline.stage import Event
from gptctl.promote.readiness.decision import Conclusion, Decision
from gptctl.promote.recipe import Recipe
from gptctl.promote.setting import Setting
from tests.support.duel import Program
from tests.support.jobs import Hours, answered, ledger
from tests.support.training import HostedTrainer, Service
from tests.support.tree import project

FINDINGS = Findings(usable=60, looked_up=0, changing=0, contradicted=0, clusters=60, tokens=1, cluster_sizes={1: 60})
READY = Conclusion(decision=Decision.FINE_TUNE, reason="it pays", against=())
BASE = "gpt-base"
GOOD = "It is BANANA-42."


def rate(model: str, dollars: float | None = 0.0, most: int | None = 10) -> Rate:
    """The same for each answer."""
    return Rate(at="hosted", model=model, charge=lambda _read, _written: dollars, most=most)


FREE = Rates(of=rate, tuned=rate)


def git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def repository(root: Path) -> Path:
    """A project that is committed."""
    root.mkdir(parents=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "Ann")
    git(root, "config", "user.email", "ann@example.org")
    support = (
        "apiVersion: gptctl/v1\nkind: Assistant\nname: support\nmodel: gpt-base  # for now\ninstructions: Be brief.\n"
    )
    project(root, {"assistants/support.yaml": support})
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Work")


def rows(train: int = 20, test: int = 40) -> list[Example]:
    """Each asks something quite of its own."""
    held_out = [asked(number, Part.TEST) for number in range(test)]
    return [*(asked(number, Part.TRAIN) for number in range(train)), *held_out]


def asked(number: int, part: Part) -> Example:
    drawn = random.Random(f"{part} {number}")
    words = ("".join(drawn.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(12))
    made = answered(number, GOOD, part)
    system, _, answer = made.messages
    return replace(made, messages=[system, {"role": "user", "content": " ".join(words)}, answer])


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a curation gives, without one."""

    all_examples: Sequence[Example]
    findings: Findings = FINDINGS
    stages: Sequence[Stage] = ()

    def examples(self, part: Part) -> Iterator[Example]:
        return (one for one in self.all_examples if one.part is part)

    def pairs(self, part: Part) -> Iterator[Pair]:
        del part
        return iter(())


@dataclass(slots=True, kw_only=True)
class World:
    """All that outlasts a run. `says` gives the answers of a model; `touch` is called before whatever may be cut off.

    `asked` are the questions that a person was asked; `events` is what the runs told. `older` is a dataset to take
    instead of building one; `gone` are conversations that were forgotten.
    """

    root: Path
    home: Path
    service: Service = field(default_factory=Service)
    log: list[Example] = field(default_factory=rows)
    conclusion: Conclusion = READY
    ceiling: float = 5.0
    says: Callable[[str], Callable[[Sequence[Chat]], str]] = lambda model: lambda _: GOOD if "ft:" in model else "No."
    touch: Callable[[str], None] = lambda _: None
    asked: list[Question] = field(default_factory=list[Question])
    events: list[Event] = field(default_factory=list[Event])
    price: float = 1.0
    older: Described | None = None
    gone: set[str] = field(default_factory=set[str])
    rates: Rates = FREE

    def ports(self) -> Ports:
        """What a new process would see."""
        shelf = self.home / FOLDER / "acme"
        kept = ledger(shelf)
        kept = replace(kept, lines=Touched(lines=kept.lines, touch=self.touch))
        trainer, clock = HostedTrainer(service=self.service, price=self.price), Hours(tick=self.service.work)
        return Ports(
            home=self.home,
            shelf=Shelf(folder=shelf),
            alone=alone,
            settled=self._settled,
            conclude=lambda: self.conclusion,
            build=self._build,
            forgotten=self._forgotten,
            desk=Desk(trainer=trainer, ledger=kept, clock=clock),
            watch=Watch(trainer=trainer, ledger=kept, clock=clock),
            consent=self._consent,
            contestant=self._contestant,
            rates=self.rates,
            propose=self._propose,
            proposed=partial(proposed, root=self.root),
            emit=self._emit,
        )

    def ledger(self) -> Ledger:
        return self.ports().desk.ledger

    def branches(self) -> list[str]:
        return git(self.root, "for-each-ref", "--format=%(refname:short)", "refs/heads/gptctl").splitlines()

    def _settled(self) -> None:
        if commit_of(self.root, ["assistants/support.yaml"]).endswith("+"):
            raise Refused("not committed")

    def _forgotten(self, ids: Collection[str]) -> Sequence[str]:
        return sorted(self.gone.intersection(ids))

    def _build(self, home: Path) -> Described:
        if self.older is not None:
            return self.older
        examples = list(self.log)
        order = Order(
            assistant="support",
            recipe=Recipe(),
            setting=Setting(instructions="Be brief."),
            curate=lambda _: Made(all_examples=examples),
        )
        return build(order, home)

    def _consent(self, question: Question) -> float:
        self.asked.append(question)
        return self.ceiling

    def _contestant(self, model: str) -> Contestant:
        self.touch(f"ask {model}")
        says = self.says(model)

        def said(messages: Sequence[Chat]) -> str:
            self.touch("answer")
            return says(messages)

        return Program(name=model, says=said)

    def _propose(self, change: Change) -> Branch:
        self.touch("propose")
        branch = carry_out(change, self.root)
        self.touch("proposed")
        return branch

    def _emit(self, event: Event) -> None:
        self.events.append(event)
        self.touch(type(event).__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """Lines between which a process may die."""

    lines: Lines
    touch: Callable[[str], None]

    def append(self, entry: Attrs) -> None:
        self.touch("before a line")
        self.lines.append(entry)
        self.touch("after a line")

    def read(self) -> Sequence[Attrs]:
        return self.lines.read()


@contextmanager
def alone() -> Iterator[None]:
    yield


def goal() -> Goal:
    return Goal(assistant="support", environment="dev", model=BASE, trainer="hosted", base=BASE, settings={"epochs": 2})
