"""A command of gptctl: the options all have, two examples in its help, and the exit statuses it can give."""

import os
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path

import click

from gptctl.cli.completing import environments
from gptctl.cli.exits import ASKS_FOR, MEANING, Exit
from gptctl.cli.screens import Flag
from gptctl.cli.shell import Shell
from gptctl.cli.wiring import Place, home

Body = Callable[..., int]
"""A command's function: it gets a Shell and its own options, and gives an exit status."""


class Command(click.Command):
    """`examples` are whole command lines; `exits` are listed in the order of their numbers."""

    examples: tuple[str, ...] = ()
    exits: tuple[Exit, ...] = ()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """An empty word is mostly a variable that is not set: every id begins with it, and as a path it is here."""
        written, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        left = super().parse_args(ctx, args)
        for one in () if ctx.resilient_parsing else self.params:  # a shell that completes words is told of no mistake
            if isinstance(one, click.Argument) and _EMPTY & _words(written.get(one.name or "")):
                raise click.BadParameter("it is empty.", ctx=ctx, param=one)
        return left

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Examples"):
            formatter.write("".join(f"{'':{formatter.current_indent}}{example}\n" for example in self.examples))
        with formatter.section("Exit status"):
            formatter.write_dl([(str(int(status)), self._meaning(status)) for status in self.exits])

    def _meaning(self, status: Exit) -> str:
        options = [name for one in self.params for name in one.opts if name in ASKS_FOR.get(status, ())]
        return MEANING[status] + (f" (only with {' or '.join(options)})" if options else "")


_EMPTY = frozenset({""})


def _words(value: object) -> frozenset[object]:
    return frozenset(value) if isinstance(value, tuple) else frozenset({value})


def command(*, examples: tuple[str, str], exits: Iterable[Exit]) -> Callable[[Body], Command]:
    """Make a command of a function, under the function's name and with its docstring as help."""

    def decorate(body: Body) -> Command:
        made = click.command(cls=Command)(_common(body))
        made.examples, made.exits = examples, tuple(sorted(set(exits)))
        return made

    return decorate


def _common(body: Body) -> Body:
    @click.option(
        "-C",
        "directory",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        help="Work on the project at or above this folder.",
    )
    @click.option(
        "-e",
        "--env",
        "environment",
        metavar="NAME",
        shell_complete=environments,
        help="The environment; else the project's first.",
    )
    @click.option("--json", "json_", is_flag=True, help="Print one JSON document on stdout.")
    @click.option("--quiet", is_flag=True, help="Say nothing on the side.")
    @click.option("--no-color", is_flag=True, help="No colours; NO_COLOR in the environment does the same.")
    @wraps(body)
    def run(
        directory: Path,
        environment: str | None,
        *,
        json_: bool,
        quiet: bool,
        no_color: bool,
        targets: tuple[str, ...] = (),
        **own: object,
    ) -> int:
        given = {Flag.JSON: json_, Flag.QUIET: quiet, Flag.NO_COLOUR: no_color}
        place = Place(start=directory, home=home(os.environ), environment=environment, targets=targets)
        return body(Shell(place=place, flags=frozenset(flag for flag, on in given.items() if on)), **own)

    return run
