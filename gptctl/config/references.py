"""Whether what declarations say of each other, of models and of environments holds."""

from collections.abc import Collection, Iterable, Sequence
from graphlib import CycleError, TopologicalSorter

from gptctl.config.assembly import Assembly
from gptctl.config.library import Library
from gptctl.config.project import FILE, Environment, Project
from gptctl.config.report import Report
from gptctl.config.shape import as_map, as_texts
from gptctl.core.address import Address
from gptctl.core.suggest import alike, suggest
from gptctl.core.value import JSON

_MISSING = {
    "knowledge": "Knowledge that does not exist",
    "subagents": "An assistant that does not exist",
}


def check_names(assemblies: Sequence[Assembly]) -> None:
    """Report every name that two files give."""
    first: dict[str, Assembly] = {}
    for assembly in assemblies:
        other = first.setdefault(assembly.name, assembly)
        if other is not assembly:
            detail = f"`{assembly.name}` is also the name in {other.locate('name')}; a name is an identity."
            assembly.error(("name",), "A name is given twice", detail)


def check_references(assemblies: Sequence[Assembly], *, knowledge: Iterable[str]) -> None:
    """Report every knowledge folder and subagent that is named and does not exist."""
    known = {"knowledge": set(knowledge), "subagents": {assembly.name for assembly in assemblies}}
    for assembly in assemblies:
        for field, names in known.items():
            for index, name in enumerate(as_texts(assembly.value.get(field))):
                if name not in names:
                    assembly.error((field, index), _MISSING[field], f"There is no `{name}`. {suggest(name, names)}")


def check_circles(assemblies: Sequence[Assembly]) -> None:
    """Report assistants that are, through others, subagents of themselves: none of them could be made first."""
    below = {assembly.name: as_texts(assembly.value.get("subagents")) for assembly in assemblies}
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        for assembly in assemblies:
            if assembly.name in circle:
                assembly.error(("subagents",), "Subagents in a circle", f"{' -> '.join(circle)}; take one out.")


def check_project(assembly: Assembly, project: Project, environment: Environment) -> None:
    """Report a model without a name at a target, what gptctl.yaml does not know, and what is listed twice."""
    _model(assembly, project, environment)
    targets = {target for one in project.environments.values() for target in one.targets} | set(project.providers)
    _known(assembly, "targets", assembly.value.get("targets"), targets)
    for document in assembly.layers.documents:
        _known(assembly, "environments", document.value.get("environments"), project.environments)
    for field in (*_MISSING, "capabilities"):
        _once(assembly, field)


def check_moved(project: Project, declared: Collection[Address], library: Library, report: Report) -> None:
    """Report renames of what is still there, and warn of renames to what is not."""
    for index, (new, former) in enumerate(project.moved.items()):
        if former in declared:
            detail = f"`{former}` is still declared; take it out, or take the rename out."
            report.error(library.locate(FILE, ("moved", index)), "A rename that cannot be", detail)
        if new not in declared and new not in project.moved.values():
            detail = f"`{new}` is not declared; the rename does nothing."
            report.warn(library.locate(FILE, ("moved", index)), "A rename to nothing", detail)


def _model(assembly: Assembly, project: Project, environment: Environment) -> None:
    model = str(assembly.value.get("model"))
    names = project.models.get(model)
    missing = [target for target in environment.targets if names is not None and target not in names]
    if missing:
        where = f"`models.{model}` in gptctl.yaml has no name for {', '.join(missing)}"
        detail = f"{where}, a target of the environment {environment.name}; add it there."
        assembly.error(("model",), "A model without a name at a target", detail)
    if names is None:
        _alias(assembly, model, project)


def _alias(assembly: Assembly, model: str, project: Project) -> None:
    """Warn of a model's own name that looks like a misspelt alias, unless an alias leads to it."""
    meant = alike(model, project.models)
    if meant and not any(model in names.values() for names in project.models.values()):
        detail = f"`{model}` is no alias; it is taken as the model's own name. Did you mean `{meant}`?"
        assembly.report.warn(assembly.layers.place(("model",)), "A model that looks like an alias", detail)


def _known(assembly: Assembly, field: str, written: JSON, names: Iterable[str]) -> None:
    for name in as_map(written):
        if name not in names:
            detail = f"gptctl.yaml knows no `{name}` among its {field}. {suggest(name, names)}"
            assembly.error((field, name), "A name that gptctl.yaml does not know", detail)


def _once(assembly: Assembly, field: str) -> None:
    names = as_texts(assembly.value.get(field))
    for index, name in enumerate(names):
        if name in names[:index]:
            assembly.error((field, index), "Listed twice", f"`{name}` already stands above; take one out.")
