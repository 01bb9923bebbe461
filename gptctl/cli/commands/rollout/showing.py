from collections.abc import Callable, Mapping
from functools import partial

import click

from gptctl.cli.command import command
from gptctl.cli.exits import OBSERVES, TAKES_IN, Exit
from gptctl.cli.options import targets
from gptctl.cli.rollouts import judged, known
from gptctl.cli.shell import Shell
from gptctl.core.address import Key
from gptctl.core.resource import Observed
from gptctl.core.rollout import Rollout, Stage, concerns, latest
from gptctl.engine.planning import locate
from gptctl.engine.session import Session
from gptctl.promote.rollout.evidence import Evidence
from gptctl.runtime.resolve import bound, resolve
from gptctl.views.rollout import RolloutReport, Standing


@command(
    examples=("gptctl rollout status", "gptctl rollout status support --json"),
    exits=(*OBSERVES, *TAKES_IN),
)
@click.argument("assistant", required=False, metavar="[ASSISTANT]")
@targets
def status_command(shell: Shell, assistant: str | None) -> int:
    """Show who gets which model, what the rule says, and what was done.

    Without a name, all assistants are shown that ever had a rollout here, also those that are not there any more.
    """
    with shell.session() as session:
        if assistant is not None:
            resolve(session, assistant)
        newest = latest(session.rollouts.moves())
        mine = [one for key, one in sorted(newest.items()) if assistant in {None, key.address.name}]
        meant = [one for one in mine if one.key.target in (shell.place.targets or {one.key.target})]
        standings = tuple(map(partial(_standing, session, locate(session).found, known(shell)), meant)) if meant else ()
    shell.screen.show(RolloutReport(standings=standings))
    return Exit.DONE


def _standing(
    session: Session, where: Mapping[Key, Observed], evidence: Callable[[Rollout], Evidence], rollout: Rollout
) -> Standing:
    binding = bound(session, rollout.key, where)
    held = binding.held if binding else None
    running = rollout.stage is Stage.RUNNING and held is not None and concerns(rollout, held)
    found = evidence(rollout)
    return Standing(
        rollout=rollout,
        held=held,
        evidence=found,
        judgement=judged(lambda _: found)(rollout) if running else None,
        moves=tuple(move for move in session.rollouts.moves() if move.rollout.id == rollout.id),
    )
