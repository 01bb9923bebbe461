"""Rollouts for a command: which models are meant, by which rule, and what is known of their conversations."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gptctl.backends.local.who import who
from gptctl.cli.conversations import open_conversations
from gptctl.cli.shell import Shell
from gptctl.cli.taking_in import take_in
from gptctl.cli.wiring import open_workspace
from gptctl.config.revision import log
from gptctl.core.resource import Declared
from gptctl.core.rollout import Rollout
from gptctl.core.rollout_codec import rule_from_json
from gptctl.core.value import Attrs
from gptctl.engine.session import Session
from gptctl.errors import Usage
from gptctl.logs.extra import promote_extra
from gptctl.logs.store.query import Query
from gptctl.promote.rollout.evidence import Evidence, Told, gather
from gptctl.promote.rollout.judge import Judgement, judge
from gptctl.promote.rollout.steer import STEPS, Course, Wheel
from gptctl.runtime.resolve import Binding, resolve

if TYPE_CHECKING:
    from gptctl.cli.conversations import Conversations
    from gptctl.config.workspace import Workspace

COMMITS = 50
"""Of so many of the latest commits of a declaration the model is read, to find the one before."""
COLUMNS = ("id", "shape", "model", "finish", "score")


@dataclass(frozen=True)  # no slots: a cached property needs a place
class Steering:
    """One applied assistant, and who steers it."""

    shell: Shell
    session: Session
    binding: Binding
    why: str

    @property
    def wheel(self) -> Wheel:
        return Wheel(
            rollouts=self.session.rollouts,
            key=self.binding.key,
            held=self.binding.held,
            clock=self.session.clock,
            nonce=self.session.nonce,
            by=who(),
            why=self.why,
        )

    def course(self, before: str | None) -> Course:
        """From `before` to the declared model, by what the assistant's file says. Raises Usage, InvalidConfig."""
        after = self._model
        said = self._recipe
        steps = said.get("steps")
        return Course(
            before=self.meant(before) if before else self._before(after),
            after=after,
            steps=tuple(map(int, steps)) if isinstance(steps, list | tuple) else STEPS,
            rule=rule_from_json(said),
        )

    def meant(self, model: str) -> str:
        """The target's own name of a model."""
        return self._workspace.project.models.get(model, {}).get(self.binding.key.target, model)

    @property
    def declared(self) -> Declared:
        return next(one for one in self._workspace.declared if one.address == self.binding.key.address)

    @cached_property
    def _workspace(self) -> "Workspace":
        return open_workspace(self.shell.place)

    @property
    def _model(self) -> str:
        return str(self.session.load().resources[self.binding.key].attrs.get("model", ""))

    @property
    def _recipe(self) -> Attrs:
        said = self._workspace.promotions.get(self.binding.key.address, {}).get("rollout", {})
        return said if isinstance(said, dict) else {}

    def _before(self, after: str) -> str:
        """The model that is held, where another is declared already; else the one that was declared before it."""
        key = self.binding.key
        if self.binding.held != after:
            return self.binding.held
        for commit in log(self.shell.place.root, self._workspace.sources[key.address], COMMITS):
            attrs = self.session.applied_at(commit.id, key)
            if attrs is not None and attrs.get("model") != after:
                return str(attrs.get("model", ""))
        raise Usage(f"git knows no other model of {key.address.name} than {after}", advice="Name it: --from MODEL.")


@contextmanager
def steering(shell: Shell, name: str, why: str = "") -> Iterator[Steering]:
    """Raises Usage for a name that is not declared, GptctlError where it was never applied."""
    with shell.session() as session:
        yield Steering(shell, session, resolve(session, name), why)


def known(shell: Shell) -> "Callable[[Rollout], Evidence]":
    """What the store and the record of trials say of a rollout; what was said since is taken in first.

    Raises GptctlError when the libraries of the extra are missing.
    """
    conversations = open_conversations(shell)
    with promote_extra():
        take_in(conversations)
    return lambda rollout: _evidence(conversations, rollout)


def judged(evidence: "Callable[[Rollout], Evidence]") -> Callable[[Rollout], Judgement]:
    return lambda rollout: judge(rollout, evidence(rollout), time.time())


def _evidence(conversations: "Conversations", rollout: Rollout) -> Evidence:
    query = Query(assistant=rollout.key.address.name, since=rollout.started)
    batches = conversations.store.batches(COLUMNS, query)
    told = (Told(**row) for batch in batches for row in batch.to_pylist())
    return gather(rollout, conversations.recorder.trials(rollout.id), told)
