"""A promotion, wired up: the assistant's recipe and log, a trainer, whoever answers, git, and a person to ask.

Needs the libraries of the extra `promote`; only `gptctl promote` imports it.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from math import isfinite
from pathlib import Path

from gptctl.backends.local.lock import hold
from gptctl.cli import datasets
from gptctl.cli.consents import Consent
from gptctl.cli.contestants import Models, open_models
from gptctl.cli.conversations import Conversations
from gptctl.cli.examining import examined
from gptctl.cli.older import older
from gptctl.cli.rates import Tariff
from gptctl.cli.screens import Flag, make_stream
from gptctl.cli.shell import Shell
from gptctl.cli.shortening import within
from gptctl.cli.training import Training
from gptctl.config.model_scope import speaks_for
from gptctl.config.revision import commit_of
from gptctl.core.address import Address
from gptctl.core.refs import find
from gptctl.core.value import Attrs
from gptctl.errors import Locked, Refused, Usage
from gptctl.promote.compare.model import Model
from gptctl.promote.cost.rate import Rates
from gptctl.promote.dataset.build import build
from gptctl.promote.dataset.named import Named
from gptctl.promote.dataset.taken import Described, take
from gptctl.promote.pipeline.change import carry_out, proposed
from gptctl.promote.pipeline.goal import Goal
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.shortening import Shortening
from gptctl.promote.pipeline.stage import Event
from gptctl.promote.readiness.decision import Conclusion
from gptctl.promote.setting import setting
from gptctl.promote.trainers.registry import FACTORIES
from gptctl.providers.registry import FACTORIES as PROVIDERS
from gptctl.views.promotion.progress import LineProgress, LiveProgress

_HERE = "local"
_CLUSTER = "ray"
"""The trainer whose models run here as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked on the command line. `to` is TRAINER:MODEL, empty for what the recipe says.

    `dataset` names one that is there already, empty where the log is to give it. `answers` is how many a search for
    shorter instructions may ask for, 0 where there is to be none. `control` says whether the random control is trained.
    """

    assistant: str
    to: str
    settings: Attrs
    attempt: int
    override: str
    dataset: str
    answers: int
    control: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoting:
    """One promotion of one assistant. `conversations` are as if the recipe said where to train.

    `older` is the dataset that is taken as it is; without one it is built.
    """

    shell: Shell
    conversations: Conversations
    training: Training
    goal: Goal
    older: Named | None
    answers: int

    @property
    def address(self) -> Address:
        return Address(kind="assistant", name=self.goal.assistant)

    @contextmanager
    def ports(self, consent: Consent) -> Iterator[Ports]:
        place, training = self.shell.place, self.training
        trainer = training.trainer(self.goal.trainer)
        with open_models(self.conversations.workspace, place.home) as models, told(self.shell.flags) as emit:
            yield Ports(
                home=place.home,
                shelf=training.shelf,
                alone=partial(_alone, training.shelf.folder, self.goal.assistant),
                settled=self._settled,
                conclude=self._conclude,
                build=self._build,
                forgotten=self.conversations.store.forgotten,
                desk=training.desk(trainer),
                watch=training.watch(trainer),
                consent=consent,
                contestant=partial(_model, models, self.goal),
                rates=self._rates(models),
                propose=partial(carry_out, root=place.root),
                proposed=partial(proposed, root=place.root),
                emit=emit,
                schema=models.schema(self.goal.assistant),
                tests=models.tests(self.goal.assistant),
                shortening=self._shortening(partial(_model, models, self.goal)),
            )

    def _conclude(self) -> Conclusion:
        [one] = examined(self.conversations, self.shell.place, self.goal.assistant)
        return one.conclusion

    def _build(self, home: Path) -> Described:
        if self.older is not None:
            return take(self.older, self.shell.place.home, self.conversations.store.forgotten)
        return build(datasets.order(self.shell, self.conversations, self.goal.assistant), home)

    def _settled(self) -> None:
        """Raises Refused where git has not what is declared, or where the model would be named to who has it not."""
        workspace = self.conversations.workspace
        knowledge = find(next(one.attrs.get("knowledge") for one in workspace.declared if one.address == self.address))
        files = [file for one in (self.address, *knowledge) for file in workspace.sources.get(one, ())]
        commit = commit_of(self.shell.place.root, files)
        if not commit:
            raise Usage("the project has no commit to begin a branch at", advice="Commit your work first.")
        if commit.endswith("+"):
            raise Refused(
                f"what {self.goal.assistant} is declared by is not all committed",
                reasons=["The branch begins at the last commit; it would not say what was trained and compared."],
                advice="Commit it first.",
            )
        self._refuse_elsewhere()

    def _refuse_elsewhere(self) -> None:
        workspace, trainer = self.conversations.workspace, self.goal.trainer
        if trainer not in PROVIDERS:
            self._refuse_unasked()
            return
        told = [
            f"The same line says the model for {name}, which is applied to {', '.join(targets)}."
            for name in speaks_for(workspace, self.address)
            if set(targets := workspace.project.environments[name].targets) != {trainer}
        ]
        if told:
            raise Refused(
                f"a model that is tuned at {trainer} answers nowhere else",
                reasons=told,
                advice=f"Give an environment with `targets: [{trainer}]` a `model:` of its own, and promote there: -e.",
            )

    def _refuse_unasked(self) -> None:
        """Raises Refused where the tuned model would answer nowhere, before it is paid for."""
        workspace, trainer = self.conversations.workspace, self.goal.trainer
        target = workspace.environment.targets[0]
        if trainer == _CLUSTER or workspace.project.providers.get(target, {}).get("base_url"):
            return
        has = "runs the models of this machine" if target == _HERE else "has its own models"
        elsewhere = "" if target == _HERE else f" Promote in an environment whose first target is {_HERE}: -e."
        raise Refused(
            f"a model that is tuned at {trainer} could not be compared",
            reasons=[f"It would be asked at {target}, which {has} alone."],
            advice=f"Let `providers: {{{_HERE}: {{base_url: …}}}}` name an OpenAI-compatible server that serves it."
            f"{elsewhere}",
        )

    def _rates(self, models: Models) -> Rates:
        goal, tariff = self.goal, Tariff(models=models, assistant=self.goal.assistant, prices=self.training.prices)
        target, _ = models.parted(_word(goal, goal.base))
        return Rates(
            of=lambda model: tariff.of(_word(goal, model)),
            tuned=lambda base: tariff.tuned(goal.trainer, base, target),
        )

    def _shortening(self, model: Callable[[str], Model]) -> Shortening | None:
        return within(self.conversations, self.shell.place.home, self.goal.assistant, model, self.answers)


def promoting(shell: Shell, conversations: Conversations, wanted: Wanted) -> Promoting:
    """Raises Usage where the assistant is not declared, nobody says where to train, or the dataset is not its own."""
    conversations.named(wanted.assistant)
    address = Address(kind="assistant", name=wanted.assistant)
    workspace = conversations.workspace
    to = wanted.to or str(workspace.promotions[address].get("to") or "")
    trainer, base = _parted(to, wanted.assistant)
    recipe = {**workspace.promotions[address], "to": to}
    workspace = replace(workspace, promotions={**workspace.promotions, address: recipe})
    [attrs] = [one.attrs for one in workspace.declared if one.address == address]
    meant = older(shell, wanted.dataset, wanted.assistant, setting(attrs)) if wanted.dataset else None
    return Promoting(
        shell=shell,
        conversations=replace(conversations, workspace=workspace),
        training=Training(workspace=workspace, place=shell.place),
        answers=wanted.answers,
        goal=Goal(
            assistant=wanted.assistant,
            environment=workspace.environment.name,
            model=str(attrs["model"]),
            trainer=trainer,
            base=base,
            settings=wanted.settings,
            attempt=wanted.attempt,
            override=wanted.override,
            dataset=meant.digest if meant else "",
            control=wanted.control,
        ),
        older=meant,
    )


def _parted(to: str, assistant: str) -> tuple[str, str]:
    trainer, _, base = to.partition(":")
    trainers = f"Trainers: {', '.join(FACTORIES)}."
    if not to:
        advice = f"Pass `--to TRAINER:MODEL`, or write `promotion: {{to: TRAINER:MODEL}}` into its file. {trainers}"
        raise Usage(f"nobody says where {assistant} is to be trained", advice=advice)
    if not trainer or not base:
        raise Usage(f"{to!r} is not of the form TRAINER:MODEL", advice=f"Such as local:smollm2-135m. {trainers}")
    return trainer, base


@contextmanager
def _alone(folder: Path, assistant: str) -> Iterator[None]:
    """Raises Locked while another run promotes this assistant."""
    with ExitStack() as stack:
        try:
            stack.enter_context(hold(folder / f".{assistant}", wait=0.0))
        except Locked:
            advice = "Wait for it, or look at its job: `gptctl jobs list`. A run that was killed holds nothing."
            raise Locked(f"another run is promoting {assistant}", advice=advice) from None
        yield


def _word(goal: Goal, model: str) -> str:
    """A tuned model answers where it was tuned, where that is a provider; any other at the environment's first."""
    at_home = model != goal.model and goal.trainer in PROVIDERS
    return f"{goal.trainer}:{model}" if at_home else model


def _model(models: Models, goal: Goal, model: str) -> Model:
    try:
        return models.model(goal.assistant, _word(goal, model))
    except Usage as error:
        again = "Then run the same command again: nothing is trained twice."
        raise Refused(
            f"{model} cannot be compared", reasons=[f"{error.message}."], advice=f"{error.advice} {again}"
        ) from None


@contextmanager
def told(flags: frozenset[Flag]) -> Iterator[Callable[[Event], None]]:
    if Flag.QUIET in flags:
        yield lambda _: None
        return
    stream = make_stream(sys.stderr, flags)
    progress = LiveProgress(stream=stream) if sys.stderr.isatty() else LineProgress(stream=stream)
    try:
        yield progress
    finally:
        progress.close()


def settings(options: Sequence[str]) -> Attrs:
    """Of `name=value`; what reads as a number is one. Raises Usage."""
    return dict(map(_setting, options))


def _setting(option: str) -> tuple[str, str | int | float]:
    name, equals, value = option.partition("=")
    if not name or not equals:
        raise Usage(f"--set {option!r} is not of the form NAME=VALUE")
    with suppress(ValueError):
        return name, int(value)
    with suppress(ValueError):
        number = float(value)
        return name, number if isfinite(number) else value
    return name, value
