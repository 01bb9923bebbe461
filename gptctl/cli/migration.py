"""`plan --target` for a target that the environment does not have."""

from pathlib import Path

from gptctl.cli.asked import Asked
from gptctl.cli.shell import Shell
from gptctl.cli.wiring import NoTarget
from gptctl.core.plan import Plan
from gptctl.engine.migration import migrate
from gptctl.errors import Usage
from gptctl.providers.registry import FACTORIES
from gptctl.views.migration import MigrationReport


def show_migration(shell: Shell, asked: Asked, elsewhere: NoTarget, out: Path | None) -> Plan:
    """Show what would move there. Raises Usage for what is no single provider, and for options of an apply."""
    if not set(elsewhere.targets) <= FACTORIES.keys():
        raise elsewhere
    if len(asked.place.targets) > 1:
        raise Usage("a migration has one goal", advice="Give one --target that the environment does not have.")
    if asked.ref is not None or out is not None:
        raise Usage("a migration is planned from the files as they are, and is not applied: no --ref, no --out")
    with shell.migration(*elsewhere.targets) as (session, course):
        migration = migrate(session, asked.request, course)
    shell.screen.show(MigrationReport(migration=migration, asked=asked.to_json()))
    return migration.plan
