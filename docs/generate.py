"""Write docs/reference/ from the commands' own help and from the schemas. A test fails when the pages are stale."""  # noqa: INP001 -- a script beside the pages

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from click.formatting import HelpFormatter

from gptctl.cli import schemas
from gptctl.cli.group import SECTIONS
from gptctl.cli.main import PROGRAM, gptctl

REFERENCE = Path(__file__).parent / "reference"
GENERATED = "<!-- Written by docs/generate.py; edit the commands or the schemas instead. -->\n\n"

Schema = Mapping[str, Any]


def pages() -> Mapping[str, str]:
    """Every page of the reference by file name."""
    return {
        "commands.md": GENERATED + "\n".join(_commands()),
        "files.md": GENERATED + "\n".join(_files()),
    }


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    yield "What `gptctl COMMAND --help` prints, for every command.\n"
    for title, names in SECTIONS.items():
        yield f"## {title}\n"
        for name in names:
            yield from _command(click.Context(gptctl, info_name=PROGRAM), gptctl, name)


def _command(parent: click.Context, group: click.Group, name: str) -> Iterator[str]:
    command = group.get_command(parent, name)
    if command is None:
        raise LookupError(name)
    context = click.Context(command, info_name=name, parent=parent)
    formatter = HelpFormatter(width=100)
    command.format_help(context, formatter)
    yield f"### {context.command_path}\n"
    yield f"```text\n{formatter.getvalue().rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            yield from _command(context, command, sub)


def _files() -> Iterator[str]:
    yield "# Files and documents\n"
    yield "Every key of the files that a person writes and of the documents that `--json` prints.\n"
    for name in schemas.names():
        schema = json.loads(schemas.text(name))
        yield f"## {schema['title']}\n"
        yield f"{schema['description']}\n"
        yield "| key | type | meaning |"
        yield "|---|---|---|"
        yield from dict.fromkeys(_rows(schema, schema, ""))
        yield ""


def _rows(root: Schema, schema: Schema, path: str) -> Iterator[str]:
    """A row for each key, those inside it below it."""
    required = schema.get("required", ())
    for key, raw in schema.get("properties", {}).items():
        value = _resolved(root, raw)
        needed = "" if key not in required else " (required)"
        yield f"| `{path}{key}` | {_type(value)}{needed} | {_cell(value.get('description', ''))} |"
        yield from _inside(root, value, f"{path}{key}")


def _inside(root: Schema, value: Schema, name: str) -> Iterator[str]:
    yield from _rows(root, value, f"{name}.")
    for choice in value.get("oneOf", ()):
        yield from _inside(root, _resolved(root, choice), name)
    for word, mark in (("items", "[]"), ("additionalProperties", ".NAME")):
        if isinstance(value.get(word), Mapping):
            yield from _inside(root, _resolved(root, value[word]), f"{name}{mark}")


def _resolved(root: Schema, schema: Schema) -> Schema:
    """The schema that `$ref` leads to, under what is said beside it."""
    reference = schema.get("$ref", "")
    if not reference.startswith("#/$defs/"):
        return schema
    return {**root["$defs"][reference.removeprefix("#/$defs/")], **schema, "$ref": ""}


def _type(schema: Schema) -> str:
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    kind = schema.get("type", "any")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for file, page in pages().items():
        (REFERENCE / file).write_text(page, encoding="utf-8")
