"""Hand a dataset to a target: written, held against every rule, and only then put where it was asked for."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gptctl.core.value import JSON, Attrs, canonical
from gptctl.errors import GptctlError, Refused, Usage
from gptctl.private import make_private
from gptctl.promote.dataset.store import secrets
from gptctl.promote.dataset.stored import StoredDataset, sha256
from gptctl.promote.example import Part
from gptctl.promote.exports.base import Export
from gptctl.promote.exports.write import PARTS, Written, write
from gptctl.promote.rules.base import Breach, Severity
from gptctl.promote.rules.check import check
from gptctl.promote.tokens import vocabulary
from gptctl.promote.tokens.pieces import PER_MESSAGE

FOLDER = "exports"
"""In the user's own folder: what was exported without saying where to, by how the dataset's hash begins.

Behind a hyphen stands more where it is about to be sent.
"""

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """`changed` is False when the same files were there already. `warnings` are rules that only advise."""

    folder: Path
    written: Sequence[Written]
    warnings: Sequence[Breach]
    changed: bool


def export(target: Export, dataset: StoredDataset, folder: Path, vocabulary_name: str) -> Exported:
    """Write the files of a target into `folder`, all or none.

    Raises Refused when a rule does not hold, a secret is found or all that is trained on was left out, Usage when
    `folder` holds something else, GptctlError when the disk will not have it.
    """
    _refuse_other(target, folder)
    try:
        with _aside(folder) as aside:
            written = write(target, dataset, aside)
            _refuse_none(target, written)
            files = [file.to_check() for file in written if file.rows]
            breaches = tuple(check(files, lambda row: row_tokens(row, vocabulary_name)))
            _refuse(target, breaches, tuple(secrets(aside)))
            changed = _digests(aside) != _digests(folder)
            if changed:
                _put(aside, folder)
    except OSError as error:
        raise GptctlError(f"{error.filename or folder} cannot be written: {error.strerror or error}") from error
    warnings = [one for one in breaches if one.severity is Severity.WARNING]
    return Exported(folder=folder, written=written, warnings=warnings, changed=changed)


def row_tokens(row: Attrs, name: str) -> int:
    """Of all texts of a row, roles included, with what stands around each message; a tool counts as its JSON."""
    tools = row.get("tools", ())
    said = {key: value for key, value in row.items() if key != "tools"}
    texts = [*_texts(said), *(canonical(tool) for tool in (tools if isinstance(tools, list | tuple) else ()))]
    return sum(vocabulary.count(texts, name)) + PER_MESSAGE * (1 + _messages(said))


def _messages(value: JSON) -> int:
    if isinstance(value, Mapping):
        return ("role" in value) + sum(map(_messages, value.values()))
    return sum(map(_messages, value)) if isinstance(value, list | tuple) else 0


def _texts(value: JSON) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _refuse_none(target: Export, written: Sequence[Written]) -> None:
    """An export of what is held out alone would look like one that went well."""
    train = [file for file in written if file.part is Part.TRAIN]
    reasons = [
        f"{file.path.name}: {rows:,} left out: {reason}"
        for file in train
        for reason, rows in sorted(file.left_out.items())
    ]
    if reasons and not any(file.rows for file in train):
        raise Refused(
            f"{target.title} can hold nothing of this dataset to train on, so nothing was written",
            reasons=reasons,
            advice="`gptctl dataset export --help` names the other targets.",
        )


def _refuse(target: Export, breaches: Sequence[Breach], found: Sequence[str]) -> None:
    told = [*found, *(sentence(one) for one in breaches if one.severity is Severity.ERROR)]
    if told:
        more = [f"And {len(told) - _SHOWN} more."] if len(told) > _SHOWN else []
        raise Refused(
            f"{target.title} would not take this dataset, so nothing was written",
            reasons=[*told[:_SHOWN], *more],
            advice="Mend `promotion:` in the assistant's file, or the conversations, and build the dataset again.",
        )


def sentence(breach: Breach) -> str:
    place = f"{breach.file}:{breach.line}" if breach.line else breach.file
    fix = f" ({breach.fix} mends it)" if breach.fix else ""
    return f"{breach.rule} {place}: {breach.detail}{fix}"


def _refuse_other(target: Export, folder: Path) -> None:
    """What is there may only be an export, which is written over."""
    if folder.exists() and not folder.is_dir():
        raise Usage(f"{folder} is no folder")
    others = sorted(path.name for path in folder.glob("*") if not path.is_file() or path.name not in _names(target))
    if others:
        raise Usage(f"{folder} holds {others[0]}, which is no part of an export", advice="Name a folder of its own.")


def _names(target: Export) -> frozenset[str]:
    """Every name that a file of such an export may have."""
    rows = [*(f"{part}.jsonl" for part in PARTS), *(f"preferences-{part}.jsonl" for part in PARTS)]
    return frozenset((*rows, *(target.companions(rows) if target.companions else ())))


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """A private folder beside the one that is meant, gone afterwards unless it took its place."""
    aside = folder.with_name(f".{folder.name}.{os.urandom(8).hex()}")
    try:
        make_private(aside)
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _put(aside: Path, folder: Path) -> None:
    if folder.exists():
        old = folder.with_name(f"{aside.name}.old")
        folder.rename(old)
        aside.rename(folder)
        shutil.rmtree(old)
    else:
        aside.rename(folder)


def _digests(folder: Path) -> Mapping[str, str]:
    return {path.name: sha256(path) for path in folder.glob("*")}
