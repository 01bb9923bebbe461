from gptctl.cli.command import command
from gptctl.cli.commands.rollout.options import override, why
from gptctl.cli.exits import OBSERVES, TAKES_IN, Exit
from gptctl.cli.options import assistant, targets
from gptctl.cli.rollouts import judged, known, steering
from gptctl.cli.shell import Shell
from gptctl.views.rollout import RolloutReport, Standing


@command(
    examples=("gptctl rollout finish support", 'gptctl rollout finish support --why "two good weeks"'),
    exits=(*OBSERVES, *TAKES_IN),
)
@assistant
@override
@why
@targets
def finish(shell: Shell, assistant: str, override: str | None, why: str) -> int:
    """End a rollout: from now on the model that the provider holds answers everybody.

    It changes nobody's model: everybody must get the one that is held already. That is so after the last step, and
    after a rollback whose declaration was put back and applied.
    """
    evidence = known(shell)
    with steering(shell, assistant, override or why) as one:
        rollout = one.wheel.finish(judged(evidence), anyway=bool(override))
    standing = Standing(rollout=rollout, held=one.binding.held, evidence=evidence(rollout))
    shell.screen.show(RolloutReport(standings=(standing,)))
    return Exit.DONE
