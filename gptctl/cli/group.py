"""Commands by name, each in a module that is imported only when it runs."""

from collections.abc import Mapping
from importlib import import_module

import click

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "Declare": {
        "init": "Start a project: a first assistant with its knowledge",
        "validate": "Check every file, without a network",
        "fmt": "Lay out the declarations in one way",
        "schema": "Print or write the JSON Schemas of our files",
        "show": "Show what is declared, with everything filled in",
    },
    "Apply": {
        "plan": "Show what apply would do",
        "apply": "Make the providers hold what is declared",
        "status": "Show how every object stands",
        "history": "Show the commits of an assistant, and which is applied",
        "rollback": "Apply an assistant as it was at an earlier commit",
        "destroy": "Delete what is ours at the providers",
    },
    "Use": {
        "chat": "Ask an applied assistant",
        "test": "Put an assistant's tests to it as it is applied",
        "resolve": "Print what a program needs to reach an applied assistant",
        "rollout": "Give users another model of an assistant by steps",
        "models": "Show which models are in use until when; install and remove some here",
    },
    "Learn": {
        "logs": "Bring in and look at conversations",
        "feedback": "Say what was good and what was not",
        "forget": "Delete conversations for good",
        "readiness": "Say whether to fine-tune an assistant, with numbers",
        "dataset": "Make conversations into a dataset, and export it",
        "promote": "Tune a model, prove that it is better, and propose it",
        "jobs": "List, watch and cancel training jobs",
        "compare": "Say whether another model answers better",
        "shorten": "Propose shorter instructions that answer as well",
    },
    "Care": {
        "doctor": "Check this machine and the providers",
        "providers": "Show what each provider can hold",
        "state": "Look at the local record, or make it anew",
        "completion": "Print the completion script for a shell",
    },
}

SUMMARIES: Mapping[str, str] = {name: text for section in SECTIONS.values() for name, text in section.items()}


class LazyGroup(click.Group):
    """The help comes from the table above, so that `gptctl --help` imports no command."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in SUMMARIES:
            command: click.Command = getattr(import_module(f"gptctl.cli.commands.{cmd_name}"), cmd_name)
            return command
        if ctx.resilient_parsing:  # a shell asks for completions of something that is not typed yet
            return None
        raise click.NoSuchCommand(cmd_name, possibilities=SUMMARIES, ctx=ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()))
