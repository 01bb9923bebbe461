"""Hold the files of an export against every rule of its target."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from gptctl.core.value import Attrs, canonical
from gptctl.promote.example import Part
from gptctl.promote.rules.base import Breach, FileFacts, FileRule, Rule, Severity
from gptctl.promote.rules.lines import lines

RowTokens: TypeAlias = Callable[[Attrs], int]
"""How many tokens a target's model sees in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file to check, with the part that it is and the rules that hold for its rows."""

    path: Path
    part: Part
    rules: Sequence[Rule]
    file_rules: Sequence[FileRule]


@dataclass(slots=True)
class _Seen:
    """What is known of the files read so far: the rows to learn from, and the facts of each file."""

    trained: dict[bytes, int] = field(default_factory=dict[bytes, int])
    facts: dict[Path, FileFacts] = field(default_factory=dict[Path, FileFacts])


def check(files: Sequence[Checked], tokens: RowTokens) -> Iterator[Breach]:
    """Every breach, file by file and line by line, those of the files as a whole last. Reads each file once.

    Raises OSError.
    """
    seen = _Seen()
    for file in sorted(files, key=lambda file: (file.part is not Part.TRAIN, file.path.name)):
        yield from _rows(file, seen, tokens)
    for file in files:
        facts = seen.facts[file.path]
        for rule in file.file_rules:
            for detail in rule.check(facts):
                yield Breach(rule=rule.id, severity=rule.severity, file=facts.name, line=0, detail=detail)


def _rows(file: Checked, seen: _Seen, tokens: RowTokens) -> Iterator[Breach]:
    rows = longest = 0
    for line in lines(file.path):
        rows += 1
        if line.row is None:
            yield _breach("JSON-001", file, line.number, line.problem)
            continue
        longest = max(longest, tokens(line.row))
        yield from _row(file, line.number, line.row)
        yield from _shared(file, line.number, line.row, seen)
    with file.path.open("rb") as opened:
        begins = opened.read(4)
    seen.facts[file.path] = FileFacts(
        name=file.path.name,
        part=file.part,
        size=file.path.stat().st_size,
        rows=rows,
        longest=longest,
        begins=begins,
    )


def _row(file: Checked, number: int, row: Attrs) -> Iterator[Breach]:
    for rule in file.rules:
        for detail in rule.check(row):
            yield Breach(
                rule=rule.id,
                severity=rule.severity,
                file=file.path.name,
                line=number,
                detail=detail,
                fix=rule.fix.name if rule.fix else "",
            )


def _shared(file: Checked, number: int, row: Attrs, seen: _Seen) -> Iterator[Breach]:
    """Training and validation share no row: it is a rule of every target, and of statistics."""
    digest = blake2b(canonical(row).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    if file.part is Part.TRAIN:
        seen.trained.setdefault(digest, number)
    elif file.part is Part.VALIDATION and digest in seen.trained:
        detail = f"the row is line {seen.trained[digest]} of the file that is trained on"
        yield _breach("LEAK-001", file, number, detail)


def _breach(rule: str, file: Checked, line: int, detail: str) -> Breach:
    return Breach(rule=rule, severity=Severity.ERROR, file=file.path.name, line=line, detail=detail)
