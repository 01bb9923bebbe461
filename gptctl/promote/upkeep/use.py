"""Which models a project uses, and who uses them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gptctl.config.workspace import Workspace
from gptctl.core.resource import Declared
from gptctl.core.value import JSON


class Role(StrEnum):
    """A model answers, or it is the base that the next promotion tunes."""

    ANSWERS = "answers"
    TO_TUNE = "to tune"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Use:
    """`provider` is the target, or the trainer of a base. `written` is what the assistant says: an alias or the model.

    `targets` is how many the environment has.
    """

    provider: str
    model: str
    role: Role
    assistant: str
    environment: str
    written: str
    targets: int = 1


def uses(workspace: Workspace) -> Iterator[Use]:
    """By every assistant of one environment: at each target, and as the base that its recipe names."""
    for declared in workspace.declared:
        if declared.address.kind == "assistant":
            yield from _answering(workspace, declared)
            yield from _tuning(workspace, declared)


def _answering(workspace: Workspace, declared: Declared) -> Iterator[Use]:
    written = _text(declared.attrs.get("model"))
    names = workspace.project.models.get(written, {})
    for target in workspace.environment.targets:
        raw = _text(declared.options.get(target, {}).get("model"))
        yield _use(workspace, declared, (target, raw or names.get(target, written)), Role.ANSWERS, raw or written)


def _tuning(workspace: Workspace, declared: Declared) -> Iterator[Use]:
    written = _text(workspace.promotions.get(declared.address, {}).get("to"))
    trainer, _, base = written.partition(":")
    if base:
        yield _use(workspace, declared, (trainer, base), Role.TO_TUNE, written)


def _use(workspace: Workspace, declared: Declared, model: tuple[str, str], role: Role, written: str) -> Use:
    return Use(
        provider=model[0],
        model=model[1],
        role=role,
        assistant=declared.address.name,
        environment=workspace.environment.name,
        written=written,
        targets=len(workspace.environment.targets),
    )


def _text(value: JSON) -> str:
    return value if isinstance(value, str) else ""
