"""Options and arguments that several commands share."""

import math
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

import click

from gptctl.cli import completing
from gptctl.cli.completing import KINDS, declared, items
from gptctl.core.address import Address
from gptctl.core.planner import Consent
from gptctl.core.suggest import suggest
from gptctl.engine.request import Request

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Body = Callable[..., int]


class AddressType(click.ParamType[Address]):
    """`support` is short for `assistant.support`."""

    name = "address"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Address:
        text = str(value)
        kind, dot, name = text.rpartition(".")
        if name and (kind in KINDS or not dot):
            return Address(kind=kind or KINDS[0], name=name)
        return self.fail(f"{text!r} is neither NAME nor KIND.NAME; the kinds are {' and '.join(KINDS)}.", param, ctx)

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:
        del param
        return _named(declared(ctx))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list["CompletionItem"]:
        del param
        return items(declared(ctx), incomplete)


class AssistantName(click.ParamType[str]):
    """The name of an assistant, whether or not it is declared."""

    name = "assistant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        del param, ctx
        return str(value)

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:
        del param
        return _named(declared(ctx, KINDS[:1]))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list["CompletionItem"]:
        del param
        return items(declared(ctx, KINDS[:1]), incomplete)


def _named(names: list[str]) -> str:
    """Which there are to name; nothing where the declarations are wrong, which every other command says."""
    return suggest("", names) if names else ""


class Amount(click.ParamType[float]):
    """A finite number from 0 on. Nothing is greater than `nan`: as a limit it would be none."""

    name = "amount"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            amount = float(str(value))
        except ValueError:
            amount = math.nan
        return amount if 0 <= amount < math.inf else self.fail(f"{value} is no number from 0 on.", param, ctx)


targets = click.option(
    "-t",
    "--target",
    "targets",
    metavar="NAME",
    multiple=True,
    shell_complete=completing.targets,
    help="Only this target of the environment. Repeatable.",
)

user = click.option(
    "--user",
    default="",
    metavar="ID",
    help="Who asks: during a rollout it decides which model they get, always alike. It is kept nowhere.",
)

assistant = click.argument("assistant", type=AssistantName())

addresses = click.argument("addresses", nargs=-1, type=AddressType(), metavar="[ADDRESS]...")

ref = click.option("--ref", metavar="REV", help="Take the declarations from this git revision.")

yes = click.option("--yes", is_flag=True, help="Do not ask.")

lock_timeout = click.option(
    "--lock-timeout",
    type=Amount(),
    default=0.0,
    metavar="SECONDS",
    help="How long to wait for another run to end.",
)


def consents(body: Body) -> Body:
    """The options that allow what a plan may not do unasked; the command gets them as `request`."""

    @click.option("--allow-delete", is_flag=True, help="Delete what is ours and no longer declared.")
    @click.option(
        "--max-delete", type=click.IntRange(min=0), metavar="N", help="Allow this many deletions at each target."
    )
    @click.option("--force", is_flag=True, help="Put back what git says where somebody changed it elsewhere.")
    @click.option("--allow-replace", is_flag=True, help="Allow an object to be made anew; its id changes.")
    @click.option("--recreate", is_flag=True, help="Make again what vanished, even if it is most of it.")
    @click.option("--strict", is_flag=True, help="Refuse a plan in which a provider cannot hold something.")
    @wraps(body)
    def run(
        *given: object,
        allow_delete: bool,
        max_delete: int | None,
        force: bool,
        allow_replace: bool,
        recreate: bool,
        strict: bool,
        **own: object,
    ) -> int:
        consent = Consent(delete=allow_delete, replace=allow_replace, revert_drift=force)
        request = Request(consent=consent, max_delete=max_delete, recreate=recreate, strict=strict)
        return body(*given, request=request, **own)

    return run
