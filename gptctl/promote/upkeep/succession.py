"""What puts another model, or another base to tune, in the place of one that stops: one value in one file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gptctl.config.alias_line import with_meaning
from gptctl.config.model_line import with_model
from gptctl.config.promotion_line import with_base
from gptctl.config.workspace import Workspace
from gptctl.core.address import Address
from gptctl.core.suggest import alike, suggest
from gptctl.errors import Refused, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`to` is a model, or a base as `TRAINER:BASE` where `trainers` has the trainer.

    `target` says whose model is meant where an alias has one at several; empty where there is only one.
    """

    assistant: Address
    to: str
    trainers: Collection[str]
    target: str = ""

    @property
    def retrains(self) -> bool:
        trainer, colon, base = self.to.partition(":")
        return bool(colon and base) and trainer in self.trainers


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """`field` is where the value stands in `file`, `content` the whole file. `assistants` are all whom it concerns."""

    file: str
    field: str
    before: str
    after: str
    content: bytes
    assistants: Sequence[str]
    retrains: bool = False


def succession(workspace: Workspace, order: Order) -> Succession:
    """Raises Usage for an assistant or a target that is not there, Refused when nothing would change, InvalidConfig."""
    declared = {one.address: str(one.attrs.get("model")) for one in workspace.declared}
    if order.assistant not in declared:
        known = [address.name for address in declared if address.kind == order.assistant.kind]
        name = order.assistant.name
        raise Usage(f"no assistant {name} is declared", advice=suggest(name, known))
    found = _base(workspace, order) if order.retrains else _model(workspace, order, declared[order.assistant])
    if found.before == found.after:
        raise Refused(f"{found.field} in {found.file} is {found.after} already")
    return found


def _base(workspace: Workspace, order: Order) -> Succession:
    changed = with_base(workspace, order.assistant, order.to)
    return Succession(
        file=changed.file,
        field="promotion.to",
        before=str(workspace.promotions[order.assistant].get("to", "")),
        after=order.to,
        content=changed.content,
        assistants=(order.assistant.name,),
        retrains=True,
    )


def _model(workspace: Workspace, order: Order, written: str) -> Succession:
    _refuse_misspelt(order)
    models = workspace.project.models
    if written in models and order.to not in models:
        return _alias(workspace, order, written)
    changed = with_model(workspace, order.assistant, order.to)
    return Succession(
        file=changed.file,
        field="model",
        before=written,
        after=order.to,
        content=changed.content,
        assistants=(order.assistant.name,),
    )


def _refuse_misspelt(order: Order) -> None:
    """A model may have a colon in its name, but nobody means one that begins nearly as a trainer is called."""
    trainer, colon, base = order.to.partition(":")
    if trainer in order.trainers and colon and not base:
        raise Usage(f"{order.to!r} names no model to train from", advice=f"Write {trainer}:MODEL.")
    meant = alike(trainer, order.trainers) if colon else ""
    if meant:
        raise Usage(f"there is no trainer {trainer}", advice=f"Did you mean `{meant}`?")


def _alias(workspace: Workspace, order: Order, alias: str) -> Succession:
    """An alias has one meaning for all who say it: what stops at one target is replaced at that target alone."""
    target = _target(workspace, order, alias)
    changed = with_meaning(workspace, alias, target, order.to)
    users = (one.address.name for one in workspace.declared if one.attrs.get("model") == alias)
    return Succession(
        file=changed.file,
        field=f"models.{alias}.{target}",
        before=workspace.project.models[alias][target],
        after=order.to,
        content=changed.content,
        assistants=tuple(sorted(users)),
    )


def _target(workspace: Workspace, order: Order, alias: str) -> str:
    names = workspace.project.models[alias]
    targets = [name for name in workspace.environment.targets if name in names]
    if order.target and order.target not in targets:
        raise Usage(f"{alias} has no model at {order.target}", advice=f"It has at {', '.join(targets)}.")
    if not order.target and len(targets) > 1:
        listed = ", ".join(f"{names[target]} at {target}" for target in targets)
        raise Usage(f"{alias} means {listed}", advice="Say with --target which of them is succeeded.")
    return order.target or targets[0]
