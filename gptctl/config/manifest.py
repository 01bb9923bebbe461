"""`gptctl.yaml` to a project."""

from collections.abc import Mapping

from gptctl.config.expand import Expander
from gptctl.config.library import Library
from gptctl.config.project import FILE, Environment, Lock, Project
from gptctl.config.reading.place import Path
from gptctl.config.report import Report
from gptctl.config.shape import as_list, as_map, as_texts
from gptctl.core.address import Address
from gptctl.core.value import JSON, Attrs


def read(library: Library, expander: Expander, report: Report) -> Project:
    """The project, with what cannot be expanded reported. Raises BadFile and InvalidConfig."""
    document = library.document(FILE, "project")

    def complain(path: Path, detail: str) -> None:
        report.error(library.locate(FILE, path), "A variable of the environment", detail)

    value = as_map(expander.expand(document.value, complain))
    return Project(
        root=library.root,
        name=str(value["name"]),
        id=str(value["id"]),
        models={alias: _names(names) for alias, names in as_map(value.get("models")).items()},
        providers={name: as_map(settings) for name, settings in as_map(value.get("providers")).items()},
        trainers={name: as_map(settings) for name, settings in as_map(value.get("trainers")).items()},
        environments={name: _environment(name, as_map(said)) for name, said in as_map(value["environments"]).items()},
        lock=Lock(str(value.get("lock", Lock.LOCAL))),
        moved=_moved(value.get("moved"), library, report),
    )


def _environment(name: str, said: Attrs) -> Environment:
    return Environment(
        name=name,
        targets=tuple(dict.fromkeys(as_texts(said.get("targets")))),
        protect=said.get("protect") is True,
    )


def _moved(written: JSON, library: Library, report: Report) -> Mapping[Address, Address]:
    moved: dict[Address, Address] = {}
    for index, rename in enumerate(as_list(written)):
        former, new = (Address.parse(str(as_map(rename)[end])) for end in ("from", "to"))
        if former.kind != new.kind or new in moved or former in moved.values():
            detail = f"`{former}` to `{new}`: each address is renamed once, and keeps its kind."
            report.error(library.locate(FILE, ("moved", index)), "A rename that cannot be", detail)
        moved[new] = former
    return moved


def _names(value: JSON) -> Mapping[str, str]:
    return {target: str(name) for target, name in as_map(value).items()}
