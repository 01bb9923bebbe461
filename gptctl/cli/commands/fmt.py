from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from gptctl.cli.command import command
from gptctl.cli.exits import READS, Exit
from gptctl.cli.files import save
from gptctl.cli.shell import Shell
from gptctl.config.files import BadFile, read, status
from gptctl.config.format import fmt as lay_out
from gptctl.config.reading.decode import decode
from gptctl.config.reading.limits import DECLARATION
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig
from gptctl.views.format import FormatReport

PLACES = (
    ("gptctl.yaml", "project"),
    ("assistants/*.yaml", "assistant"),
    ("assistants/*.yml", "assistant"),
    ("knowledge/*/knowledge.yaml", "knowledge"),
)


@command(examples=("gptctl fmt", "gptctl fmt --check"), exits=(*READS, Exit.CHANGES))
@click.option("--check", is_flag=True, help="Write nothing; end with 2 when a file would change.")
def fmt(shell: Shell, *, check: bool) -> int:
    """Lay out the declarations in one way.

    Keys in the order of the schema, two spaces, comments kept. What a file says stays the same.
    """
    root = shell.place.root
    layouts = _layouts(root)
    changed = tuple(file for file, layout in layouts.items() if layout.now != layout.wanted)
    if not check:
        for file in changed:
            save(root / file, layouts[file].wanted)
    shell.screen.show(FormatReport(changed=changed, unchanged=len(layouts) - len(changed)))
    return Exit.CHANGES if check and changed else Exit.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The text of a file as it is, and as it should be."""

    now: str
    wanted: str


def _layouts(root: Path) -> Mapping[str, Layout]:
    """Every declaration. Raises InvalidConfig with what is wrong in all of them."""
    layouts: dict[str, Layout] = {}
    findings: list[Finding] = []
    for file, kind in _declarations(root):
        try:
            text = _read(root, file)
            layouts[file] = Layout(now=text, wanted=lay_out(text, kind, file))
        except InvalidConfig as wrong:
            findings.extend(wrong.findings)
    if findings:
        raise InvalidConfig(findings)
    return layouts


def _declarations(root: Path) -> Iterator[tuple[str, str]]:
    for pattern, kind in PLACES:
        for path in sorted(root.glob(pattern)):
            yield path.relative_to(root).as_posix(), kind


def _read(root: Path, file: str) -> str:
    try:
        return decode(read(root, file, status(root, file), DECLARATION.size), file)
    except BadFile as bad:
        raise InvalidConfig([Finding(summary=bad.summary, detail=bad.detail, where=Location(file=file))]) from None
