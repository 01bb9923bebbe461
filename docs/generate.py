"""Write docs/reference/ from the commands' own help and from the schemas. A test fails when the pages are stale."""  # noqa: INP001 -- a script beside the pages

import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from click.formatting import HelpFormatter

from gptctl.cli import schemas
from gptctl.cli.group import SECTIONS
from gptctl.cli.main import PROGRAM, gptctl
from gptctl.logs.sources.registry import READERS
from gptctl.promote.exports.base import Export, Format
from gptctl.promote.exports.registry import EXPORTS
from gptctl.providers.capabilities import FIELDS, Capabilities, spelled
from gptctl.providers.catalogue import catalogue

REFERENCE = Path(__file__).parent / "reference"
GENERATED = "<!-- Written by docs/generate.py; edit the commands or the schemas instead. -->\n\n"

Schema = Mapping[str, Any]


def pages() -> Mapping[str, str]:
    """Every page of the reference by file name."""
    return {
        "commands.md": GENERATED + "\n".join(_commands()),
        "files.md": GENERATED + "\n".join(_files()),
        "providers.md": GENERATED + "\n".join(_providers()),
        "exports.md": GENERATED + "\n".join(_exports()),
        "logs.md": GENERATED + "\n".join(_logs()),
    }


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    yield "What `gptctl COMMAND --help` prints, for every command.\n"
    for title, names in SECTIONS.items():
        yield f"## {title}\n"
        for name in names:
            yield from _command(click.Context(gptctl, info_name=PROGRAM, **gptctl.context_settings), gptctl, name)


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


def _providers() -> Iterator[str]:
    known = catalogue()
    yield "# Providers\n"
    yield "What becomes of each field of an assistant; `gptctl providers` prints the same.\n"
    yield "*held*: stored there. *sent*: goes along with every question. *lost*: shown by every plan.\n"
    yield f"| field | {' | '.join(known)} |"
    yield f"|---|{'---|' * len(known)}"
    for field in FIELDS:
        yield f"| `{field}` | {' | '.join(found.fields[field].support.value for found in known.values())} |"
    yield ""
    for name, found in known.items():
        yield from _provider(name, found)


def _provider(name: str, found: Capabilities) -> Iterator[str]:
    yield f"## {name}\n"
    for field, capability in found.fields.items():
        if capability.note:
            yield f"- `{field}` is {capability.support.value}: {_cell(capability.note)}."
    for limit in found.limits:
        yield f"- `{limit.path}` takes {spelled(limit)} {limit.unit} ({_cell(limit.source)})."
    if found.file_types:
        yield f"- Knowledge files: {' '.join(f'`{one}`' for one in sorted(found.file_types))}."
    for model, day in sorted(found.retirements.items(), key=lambda item: (item[1], item[0])):
        yield f"- The model `{model}` stops on {day}."
    yield f"- Conversations: {found.logs}.\n"


def _logs() -> Iterator[str]:
    yield "# Logs\n"
    yield "The shapes of logs that `gptctl logs import` reads, by the name that `--shape` takes. Which one a file has,"
    yield "its first 20 records tell. [What is read](../how-to/conversations.md#what-is-read) is the same for all.\n"
    for reader in READERS:
        yield f"## {reader.shape}\n"
        yield f"{reader.title[:1].upper()}{reader.title[1:]}.\n"
        yield f"{inspect.getdoc(type(reader)) or _beyond_title(sys.modules[type(reader).__module__])}\n"


def _beyond_title(module: ModuleType) -> str:
    return (inspect.getdoc(module) or "").partition("\n\n")[2]


def _exports() -> Iterator[str]:
    yield "# Exports\n"
    yield "The targets that a dataset is exported for, and every rule that its files are held against before anything"
    yield "leaves your machine. A rule with a fix mends a row while it is written; the others refuse or warn.\n"
    yield "| rule | for | |"
    yield "|---|---|---|"
    yield "| `JSON-001` | every file | Each line is a JSON object in UTF-8. |"
    yield "| `LEAK-001` | every file | No row that is validated with is trained on. |\n"
    for export in EXPORTS.values():
        yield from _export(export)


def _export(export: Export) -> Iterator[str]:
    yield f"## {export.name}\n"
    yield f"{_cell(export.title)}. Of an example with answers that are not to be learnt: {_cell(export.turns)}."
    sources = sorted({rule.source for format_ in (export.examples, export.pairs) for rule in format_.rules})
    yield f"Published in: {'; '.join(sources)}.\n"
    yield "| rule | says | breaking it | fix |"
    yield "|---|---|---|---|"
    yield from dict.fromkeys(row for format_ in (export.examples, export.pairs) for row in _rules(format_))
    yield ""


def _rules(format_: Format) -> Iterator[str]:
    for rule in format_.rules:
        fix = f"`{rule.fix.name}`" if rule.fix else ""
        yield f"| `{rule.id}` | {_cell(rule.says)} | {rule.severity} | {fix} |"
    for file_rule in format_.file_rules:
        yield f"| `{file_rule.id}` | {_cell(file_rule.says)} | {file_rule.severity} | |"


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
