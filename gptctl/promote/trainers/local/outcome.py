"""How a local job ended: one file, written last, in full or not at all.

One that is called off has another file, which is there before its process is stopped: whoever sees that process gone
must not wake it, and one that begins just then ends by itself.
"""

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


_CANCELLED = Outcome(state=State.CANCELLED, reason="cancelled")


def write(folder: Path, outcome: Outcome) -> None:
    """Raises OSError."""
    aside = folder / f".{layout.OUTCOME}"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(outcome), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / layout.OUTCOME)


def call_off(folder: Path) -> None:
    """Raises OSError."""
    (folder / layout.CALLED_OFF).touch()


def read(folder: Path) -> Outcome | None:
    """None while the job is not over. One that came to an end before it could be stopped was not cancelled."""
    path = folder / layout.OUTCOME
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Outcome(**{**found, "state": State(found["state"]), "notes": tuple(found["notes"])})
    except FileNotFoundError:
        return _CANCELLED if (folder / layout.CALLED_OFF).exists() else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GptctlError(f"{path} is not what was written: {error}") from error
