"""A group of commands that need libraries which not everybody has: each is imported when it runs."""

from collections.abc import Mapping
from pkgutil import resolve_name
from typing import ClassVar

import click

from gptctl.logs.extra import promote_extra


class ExtraGroup(click.Group):
    """`table` leads from a command's name to where it is, `MODULE:FUNCTION` below `package`, and to its summary."""

    package: ClassVar[str]
    table: ClassVar[Mapping[str, tuple[str, str]]]

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return super().get_command(ctx, cmd_name)
        with promote_extra():
            command: click.Command = resolve_name(f"{self.package}.{self.table[cmd_name][0]}")
            return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in self.table.items()])
