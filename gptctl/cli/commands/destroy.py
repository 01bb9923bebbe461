from gptctl.cli.carry_out import Effect, Question, carry_out
from gptctl.cli.command import command
from gptctl.cli.exits import WRITES
from gptctl.cli.options import addresses, lock_timeout, targets, yes
from gptctl.cli.shell import Shell
from gptctl.core.address import Address
from gptctl.engine import applying
from gptctl.engine.planning import make_destroy_plan
from gptctl.engine.request import Request


@command(examples=("gptctl destroy", "gptctl destroy support --env dev --yes"), exits=WRITES)
@addresses
@targets
@yes
@lock_timeout
def destroy(shell: Shell, addresses: tuple[Address, ...], lock_timeout: float, *, yes: bool) -> int:
    """Delete what is ours at the providers.

    Without ADDRESS everything of this environment goes, declared or not. The declarations stay: `gptctl apply` makes
    it all again, under new ids.
    """
    request = Request(only=frozenset(addresses))
    with shell.session() as session:
        project = session.outline.scope.project
        effect = Effect(
            plan=lambda: make_destroy_plan(session, request),
            run=lambda reviewed: applying.destroy(session, request, reviewed=reviewed, wait=lock_timeout),
        )
        question = Question(text=f"Delete this from {', '.join(session.outline.targets)}?", answer=project)
        return carry_out(shell, effect, None if yes else question)
