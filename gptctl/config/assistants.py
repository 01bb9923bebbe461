"""Finds the assistants: each YAML file directly in assistants/ but tests, and each Markdown file with front matter."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from gptctl.config.anchor import anchor
from gptctl.config.document import Document
from gptctl.config.files import BadFile, join
from gptctl.config.library import Library
from gptctl.config.reading.place import Path
from gptctl.config.report import Report
from gptctl.diagnostics import Finding, Location
from gptctl.errors import InvalidConfig

FOLDER = "assistants"
_YAML = (".yaml", ".yml")
_TESTS = (".tests.yaml", ".tests.yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`complete` is False when a file could not be read, so that a name may only seem to be missing."""

    documents: tuple[Document, ...]
    complete: bool


def find(library: Library, report: Report) -> Found:
    """All assistants, in the order of their files; parents and whatever an assistant refers to are none."""
    read: dict[str, Document] = {}
    failed: dict[str, tuple[Finding, ...]] = {}
    try:
        candidates = _candidates(library)
    except BadFile as bad:
        report.error(Location(file=FOLDER), bad.summary, bad.detail)
        return Found(documents=(), complete=False)
    for file in candidates:
        if file.endswith(_TESTS):
            continue
        try:
            read[file] = library.document(file, _form(file))
        except BadFile as bad:
            failed[file] = (Finding(summary=bad.summary, detail=bad.detail, where=Location(file=file)),)
        except InvalidConfig as wrong:
            failed[file] = wrong.findings
    parts = set(_parts(read.values()))
    wrongs = {file: findings for file, findings in failed.items() if file not in parts}
    for findings in wrongs.values():
        report.add(findings)
    if not wrongs:
        _warn_of_unnamed(candidates, parts, report)
    documents = (one for file, one in read.items() if one.value and file not in parts and not _is_parent(file))
    return Found(documents=tuple(documents), complete=not wrongs)


def _warn_of_unnamed(candidates: Iterable[str], parts: Collection[str], report: Report) -> None:
    for file in candidates:
        if file.endswith(_TESTS) and file not in parts:
            detail = "No assistant names this file under `tests:`, so nobody is asked."
            report.warn(Location(file=file), "Tests that nobody uses", detail)


def _candidates(library: Library) -> list[str]:
    if not library.exists(FOLDER):
        return []
    names = (entry.name for entry in library.entries(FOLDER))
    return [f"{FOLDER}/{name}" for name in names if name.endswith((*_YAML, ".md"))]


def _form(file: str) -> str:
    if file.endswith(_YAML):
        return "parent" if _is_parent(file) else "assistant"
    return "markdown"


def _is_parent(file: str) -> bool:
    return file.removeprefix(f"{FOLDER}/").startswith("_")


def _parts(documents: Iterable[Document]) -> Iterator[str]:
    """Every file that a document refers to as its instructions, tests, schema or description."""
    for document in documents:
        found: list[str] = []

        def note(text: str, _at: Path, found: list[str] = found) -> str:
            found.append(text)
            return text

        anchor(document.value, note)
        for text in found:
            try:
                yield join(FOLDER, text)
            except BadFile:  # reported, with its place, when the assistant is put together
                continue
