"""The record of rollouts as a file of lines, each with its own checksum."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from gptctl.backends.local.lines import DurableLines
from gptctl.core.codec import Malformed
from gptctl.core.rollout import Move
from gptctl.core.rollout_codec import move_from_json, move_to_json
from gptctl.errors import Refused

WAIT_SECONDS = 10.0
_LOST = "Put it back from a backup; or move it away: then the model that is held answers everybody."


class FileRollouts:
    """`folder` is made by the first move, and belongs to one environment of one project."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "rollouts.jsonl"
        self._lines = DurableLines(self._path)

    def append(self, move: Move) -> None:
        self._lines.append(move_to_json(move))

    def moves(self) -> Sequence[Move]:
        if not self._path.exists():
            return ()
        try:
            lines = self._lines.read()
        except Refused as error:
            raise Refused(f"the record of rollouts {error.message}", advice=_LOST) from None
        return tuple(_move(self._path, number, line) for number, line in enumerate(lines, start=1))

    def alone(self) -> AbstractContextManager[None]:
        from gptctl.backends.local.lock import hold  # noqa: PLC0415 -- only a move needs it

        return hold(self._folder, wait=WAIT_SECONDS)


def _move(path: Path, number: int, line: Mapping[str, object]) -> Move:
    try:
        return move_from_json(line)
    except Malformed:
        raise Refused(
            f"line {number} of {path} is none that this version writes",
            advice="Another version of gptctl may have written it: use that one.",
        ) from None
