from gptctl.cli.command import command
from gptctl.cli.commands.rollout.options import override, why
from gptctl.cli.exits import OBSERVES, TAKES_IN, Exit
from gptctl.cli.options import assistant, targets
from gptctl.cli.rollouts import judged, known, steering
from gptctl.cli.shell import Shell
from gptctl.views.rollout import RolloutReport, Standing


@command(
    examples=("gptctl rollout advance support", 'gptctl rollout advance support --override "a quiet weekend"'),
    exits=(*OBSERVES, *TAKES_IN),
)
@assistant
@override
@why
@targets
def advance(shell: Shell, assistant: str, override: str | None, why: str) -> int:
    """Take the next step, if the numbers allow it.

    It is refused where the new model does worse than the rule allows, and where there is not enough to tell yet.
    """
    evidence = known(shell)
    with steering(shell, assistant, override or why) as one:
        rollout = one.wheel.advance(judged(evidence), anyway=bool(override))
    standing = Standing(rollout=rollout, held=one.binding.held, evidence=evidence(rollout))
    shell.screen.show(RolloutReport(standings=(standing,)))
    return Exit.DONE
