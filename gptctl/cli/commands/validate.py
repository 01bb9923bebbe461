from collections.abc import Iterator
from dataclasses import replace

from gptctl.cli.command import command
from gptctl.cli.exits import READS, Exit
from gptctl.cli.shell import Shell
from gptctl.cli.wiring import Place, open_workspace
from gptctl.config.workspace import Workspace
from gptctl.diagnostics import Finding
from gptctl.errors import InvalidConfig
from gptctl.views.findings import ValidateReport


@command(examples=("gptctl validate", "gptctl validate --env prod --json"), exits=READS)
def validate(shell: Shell) -> int:
    """Check every file, without a network.

    All environments are checked unless --env names one, with the limits that each of their targets publishes.
    """
    findings: dict[Finding, None] = {}
    checked: list[str] = []
    declared = 0
    for place in _places(shell, findings):
        workspace = _check(replace(shell, place=place), findings)
        if workspace is not None:
            checked.append(workspace.environment.name)
            declared = max(declared, len(workspace.declared))
    report = ValidateReport(findings=tuple(findings), environments=tuple(checked), declared=declared)
    shell.screen.show(report)
    return Exit.DONE if report.valid else Exit.INVALID


def _places(shell: Shell, findings: dict[Finding, None]) -> Iterator[Place]:
    """The chosen environment, or every one; the first alone when the files are too wrong to tell them."""
    if shell.place.environment is not None:
        yield shell.place
        return
    try:
        workspace = open_workspace(shell.place)
    except InvalidConfig as error:
        findings.update(dict.fromkeys(error.findings))
        return
    for name in workspace.project.environments:
        yield replace(shell.place, environment=name)


def _check(shell: Shell, findings: dict[Finding, None]) -> Workspace | None:
    try:
        workspace = open_workspace(shell.place)
        findings.update(dict.fromkeys(workspace.warnings))
        with shell.session() as session:
            session.load()
    except InvalidConfig as error:
        findings.update(dict.fromkeys(error.findings))
        return None
    return workspace
