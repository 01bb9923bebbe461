"""How a local job ended: one file, written last, in full or not at all."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from gptctl.errors import GptctlError
from gptctl.promote.trainers.base import State
from gptctl.promote.trainers.local import layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`files` are paths by what they are; `notes` are sentences for people, such as rows that were left out."""

    state: State
    reason: str = ""
    model: str = ""
    base: str = ""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    notes: tuple[str, ...] = ()


def write(folder: Path, outcome: Outcome) -> None:
    """Raises OSError."""
    aside = folder / f".{layout.OUTCOME}"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(outcome), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / layout.OUTCOME)


def read(folder: Path) -> Outcome | None:
    """None while the job is not over."""
    path = folder / layout.OUTCOME
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Outcome(**{**found, "state": State(found["state"]), "notes": tuple(found["notes"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GptctlError(f"{path} is not what was written: {error}") from error
