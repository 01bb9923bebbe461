import click

from gptctl.cli.command import command
from gptctl.cli.commands.rollout.options import before, why
from gptctl.cli.exits import OBSERVES, TAKES_IN, Exit
from gptctl.cli.options import assistant, targets
from gptctl.cli.rollouts import Steering, judged, known, steering
from gptctl.cli.shell import Shell
from gptctl.core.rollout import Stage, concerns
from gptctl.errors import Usage
from gptctl.promote.rollout.judge import Advice
from gptctl.views.line import Style, line
from gptctl.views.rollout import RolloutReport, Standing


@command(
    examples=('gptctl rollout rollback support --why "rude answers"', "gptctl rollout rollback support --if-worse"),
    exits=(*OBSERVES, *TAKES_IN),
)
@assistant
@before
@click.option("--if-worse", is_flag=True, help="Only where the rule of the rollout says so; for a timer.")
@why
@targets
def rollback(shell: Shell, assistant: str, before: str | None, why: str, *, if_worse: bool) -> int:
    """Give everybody the model before, at once.

    The provider is asked which model it holds, and nothing is applied. It goes back from a rollout that runs or is
    finished, and from a model that came without one.
    """
    with steering(shell, assistant, why) as one:
        if if_worse and not _worse(shell, one):
            return Exit.DONE
        rollout = one.wheel.roll_back(lambda: one.course(before), one.meant(before) if before else "")
    shell.screen.show(RolloutReport(standings=(Standing(rollout=rollout, held=one.binding.held),)))
    if one.binding.held != rollout.before:
        said = f"Git still says {rollout.after}. To keep this, let `model:` say {rollout.before}, apply, and finish."
        shell.screen.note([line(said)])
    return Exit.DONE


def _worse(shell: Shell, one: Steering) -> bool:
    """Whether the rule says to go back; shows what it says where not. Raises Usage where nothing is running."""
    rollout = one.wheel.current()
    if rollout is None or rollout.stage is not Stage.RUNNING or not concerns(rollout, one.binding.held):
        raise Usage(f"no rollout of {one.binding.key.address.name} is running", advice="Leave out --if-worse.")
    evidence = known(shell)
    judgement = judged(evidence)(rollout)
    if judgement.advice is Advice.GO_BACK:
        shell.screen.note([line(reason, Style.BAD) for reason in judgement.reasons])
        return True
    standing = Standing(rollout=rollout, held=one.binding.held, evidence=evidence(rollout), judgement=judgement)
    shell.screen.show(RolloutReport(standings=(standing,)))
    return False
