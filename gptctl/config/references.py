"""Whether what declarations say of each other, of models and of environments holds."""

from collections.abc import Collection, Iterable, Sequence

from gptctl.config.draft import Draft
from gptctl.config.library import Library
from gptctl.config.project import FILE, Environment, Project
from gptctl.config.report import Report
from gptctl.config.shape import as_map, as_texts
from gptctl.config.suggest import suggest
from gptctl.core.address import Address
from gptctl.core.value import JSON

_MISSING = {
    "knowledge": "Knowledge that does not exist",
    "subagents": "An assistant that does not exist",
}


def check_names(drafts: Sequence[Draft]) -> None:
    """Report every name that two files give."""
    first: dict[str, Draft] = {}
    for draft in drafts:
        other = first.setdefault(draft.name, draft)
        if other is not draft:
            detail = f"`{draft.name}` is also the name in {other.locate('name')}; a name is an identity."
            draft.error(("name",), "A name is given twice", detail)


def check_references(drafts: Sequence[Draft], *, knowledge: Iterable[str]) -> None:
    """Report every knowledge folder and subagent that is named and does not exist."""
    known = {"knowledge": set(knowledge), "subagents": {draft.name for draft in drafts}}
    for draft in drafts:
        for field, names in known.items():
            for index, name in enumerate(as_texts(draft.value.get(field))):
                if name not in names:
                    draft.error((field, index), _MISSING[field], f"There is no `{name}`. {suggest(name, names)}")


def check_circles(drafts: Sequence[Draft]) -> None:
    """Report assistants that are, through others, subagents of themselves: none of them could be made first."""
    below = {draft.name: as_texts(draft.value.get("subagents")) for draft in drafts}
    for draft in drafts:
        reached, waiting = set[str](), [*below[draft.name]]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += below.get(name, [])
        if draft.name in reached:
            draft.error(("subagents",), "Subagents in a circle", f"`{draft.name}` leads back to itself; take one out.")


def check_project(draft: Draft, project: Project, environment: Environment) -> None:
    """Report a model without a name at a target, what gptctl.yaml does not know, and what is listed twice."""
    _model(draft, project, environment)
    targets = {target for one in project.environments.values() for target in one.targets} | set(project.providers)
    _known(draft, "targets", draft.value.get("targets"), targets)
    for document in draft.layers.documents:
        _known(draft, "environments", document.value.get("environments"), project.environments)
    for field in (*_MISSING, "capabilities"):
        _once(draft, field)


def check_moved(project: Project, declared: Collection[Address], library: Library, report: Report) -> None:
    """Report renames of what is still there, and warn of renames to what is not."""
    for index, (new, former) in enumerate(project.moved.items()):
        if former in declared:
            detail = f"`{former}` is still declared; take it out, or take the rename out."
            report.error(library.locate(FILE, ("moved", index)), "A rename that cannot be", detail)
        if new not in declared:
            detail = f"`{new}` is not declared; the rename does nothing."
            report.warn(library.locate(FILE, ("moved", index)), "A rename to nothing", detail)


def _model(draft: Draft, project: Project, environment: Environment) -> None:
    model = str(draft.value.get("model"))
    names = project.models.get(model)
    missing = [target for target in environment.targets if names is not None and target not in names]
    if missing:
        where = f"`models.{model}` in gptctl.yaml has no name for {', '.join(missing)}"
        detail = f"{where}, a target of the environment {environment.name}; add it there."
        draft.error(("model",), "A model without a name at a target", detail)


def _known(draft: Draft, field: str, written: JSON, names: Iterable[str]) -> None:
    for name in as_map(written):
        if name not in names:
            detail = f"gptctl.yaml knows no `{name}` among its {field}. {suggest(name, names)}"
            draft.error((field, name), "A name that gptctl.yaml does not know", detail)


def _once(draft: Draft, field: str) -> None:
    names = as_texts(draft.value.get(field))
    for index, name in enumerate(names):
        if name in names[:index]:
            draft.error((field, index), "Listed twice", f"`{name}` already stands above; take one out.")
