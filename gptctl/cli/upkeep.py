"""Which models a project uses and for how long, from the declarations, what providers published, and this machine."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from gptctl.cli.declarations import make_providers
from gptctl.cli.wiring import Place, open_workspace
from gptctl.config.workspace import Workspace
from gptctl.core.retirement import Calendar
from gptctl.errors import GptctlError
from gptctl.promote.dataset import layout
from gptctl.promote.dataset.manifest_codec import Malformed, load
from gptctl.promote.upkeep.outlook import Known, Outlook, outlooks
from gptctl.promote.upkeep.use import uses
from gptctl.providers.base import Announces, Provider
from gptctl.providers.catalogue import calendars
from gptctl.providers.local.tuned import registered
from gptctl.providers.settings import WrongSettings


def today() -> date:
    return datetime.now(UTC).date()


def workspaces(place: Place) -> Sequence[Workspace]:
    """One for each environment of the project, or for the one that was named. Raises InvalidConfig, Usage."""
    first = open_workspace(place)
    names = first.project.environments if place.environment is None else ()
    others = (name for name in names if name != first.environment.name)
    return [first, *(open_workspace(replace(place, environment=name)) for name in others)]


def overlook(place: Place, opened: Sequence[Workspace], published: Mapping[str, Calendar]) -> Sequence[Outlook]:
    """Every model in use in these environments, with what was published of it."""
    used = [use for workspace in opened for use in uses(workspace)]
    project = opened[0].project
    known = Known(
        today=today(),
        environment=next(iter(project.environments)),
        calendars=published,
        tuned={one.name: one.base for one in registered(place.home) if one.base},
        datasets={name: dataset_of(place.root, name) for name in {use.assistant for use in used}},
    )
    return outlooks(used, known)


def ask(place: Place, opened: Sequence[Workspace]) -> tuple[Mapping[str, Calendar], Mapping[str, str]]:
    """What providers say now, laid over what they published, and what went wrong at each that was asked.

    Raises InvalidConfig for wrong settings of a provider.
    """
    found, asked = dict(calendars()), dict[str, str]()
    for name, provider in _providers(place, opened).items():
        try:
            if isinstance(provider, Announces):
                known = found[name]
                found[name] = replace(known, days={**known.days, **provider.announced()})
                asked[name] = ""
        except GptctlError as error:
            asked[name] = f"{error.message} {error.advice}".strip()
        finally:
            provider.close()
    return found, asked


def _providers(place: Place, opened: Sequence[Workspace]) -> Mapping[str, Provider]:
    settings = opened[0].project.providers
    names = sorted({target for one in opened for target in one.environment.targets})
    try:
        return make_providers({name: settings.get(name, {}) for name in names}, place.home)
    except WrongSettings as wrong:
        raise wrong.at(opened[0].locate_project) from None


def dataset_of(root: Path, assistant: str) -> str:
    """The hash in an assistant's manifest; empty where there is none, or none that can be read to rebuild from."""
    path = layout.in_project(root, assistant) / layout.MANIFEST
    try:
        return "" if path.is_symlink() else load(path.read_text(encoding="utf-8")).dataset
    except (OSError, UnicodeDecodeError, Malformed):
        return ""
