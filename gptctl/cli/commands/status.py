import click

from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.options import targets
from gptctl.cli.shell import Shell
from gptctl.engine import remarks
from gptctl.engine import status as engine
from gptctl.views.line import Style, line
from gptctl.views.status import StatusReport


@command(examples=("gptctl status", "gptctl status --env prod --detailed-exitcode"), exits=(*OBSERVES, Exit.CHANGES))
@targets
@click.option("--detailed-exitcode", is_flag=True, help="End with 2 when anything is not in sync.")
def status(shell: Shell, *, detailed_exitcode: bool) -> int:
    """Show how every object stands.

    In sync; edited (here, since the last apply); drifted (changed elsewhere); missing; or undeclared (ours, but no
    longer declared).
    """
    with shell.session() as session:
        scope = session.outline.scope
        report = StatusReport(project=scope.project, environment=scope.environment, objects=engine.status(session))
        rollouts = remarks.rollouts(session, session.outline.wanted)
    shell.screen.show(report)
    shell.screen.note([line(f"{one}.", Style.WARNING) for one in rollouts])
    return Exit.CHANGES if detailed_exitcode and not report.in_sync else Exit.DONE
