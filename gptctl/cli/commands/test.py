import click

from gptctl.cli.command import command
from gptctl.cli.counting import progress
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.options import targets, user
from gptctl.cli.shell import Shell
from gptctl.cli.testing import assistants_with_tests, opened, put_all
from gptctl.cli.tooling import command_tools, tool
from gptctl.cli.wiring import open_workspace
from gptctl.views.test import TestsReport


@command(examples=("gptctl test", "gptctl test support --target openai --json"), exits=OBSERVES)
@click.argument("names", nargs=-1, metavar="[ASSISTANT]...")
@tool
@user
@targets
def test(shell: Shell, names: tuple[str, ...], *, user: str, tool: tuple[str, ...]) -> int:
    """Put an assistant's tests to it as it is applied.

    Without a name, every assistant is asked that names files under `tests`. It is asked at the environment's first
    target, or at each that --target names. What is said goes into no log. Ends with 12 when an answer is not what was
    expected, and with 1 when all others are but some question was not answered.
    """
    tools = command_tools(tool)
    tests = assistants_with_tests(open_workspace(shell.place), names)
    with shell.session() as session, progress("tests", shell.flags) as tell:
        report = TestsReport(
            environment=session.outline.scope.environment,
            assistants=put_all(session, opened(session, tests, shell.place.targets, user), tools, tell),
        )
    shell.screen.show(report)
    if report.failed:
        return Exit.REFUSED
    return Exit.FAILED if report.unanswered else Exit.DONE
