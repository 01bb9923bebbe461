from gptctl.cli.command import command
from gptctl.cli.commands.rollout.options import before, why
from gptctl.cli.exits import OBSERVES, Exit
from gptctl.cli.options import assistant, targets
from gptctl.cli.rehearsing import rehearse
from gptctl.cli.rollouts import steering
from gptctl.cli.shell import Shell
from gptctl.providers.base import Switcher
from gptctl.views.line import Style, line
from gptctl.views.rollout import RolloutReport, Standing


@command(
    examples=("gptctl rollout start support", "gptctl rollout start support --from qwen3-8b --env prod"),
    exits=(*OBSERVES, Exit.LOCKED),
)
@assistant
@before
@why
@targets
def start(shell: Shell, assistant: str, before: str | None, why: str) -> int:
    """Give the first users the declared model.

    The steps and the rule are those of `promotion.rollout` in the assistant's file, and stay so to the end. It does
    not matter whether the declared model was applied yet. The one that is not held is greeted first, where the target
    lets it be asked: what answers nothing is given to nobody.
    """
    with steering(shell, assistant, why) as one:
        course = one.course(before)
        rehearse(one, course)
        rollout = one.wheel.start(course)
        switches = isinstance(one.session.providers[rollout.key.target], Switcher)
    if not switches:
        said = f"{rollout.key.target} cannot be asked by `chat` with another model than the one it holds"
        shell.screen.note([line(f"{said}; programs get the name from `gptctl.resolve`.", Style.WARNING)])
    shell.screen.show(RolloutReport(standings=(Standing(rollout=rollout, held=one.binding.held),)))
    return Exit.DONE
