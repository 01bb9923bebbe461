"""The record of rollouts on a disk."""

from pathlib import Path

import pytest

from gptctl.backends.local import FileRollouts
from gptctl.core.address import Address, Key
from gptctl.core.rollout import Kind, Move, Rollout, Rule
from gptctl.errors import Refused

MOVE = Move(
    kind=Kind.START,
    time=1.0,
    by="ada",
    why="with a\nline feed",
    rollout=Rollout(
        id="r1",
        key=Key(target="local", address=Address(kind="assistant", name="support")),
        before="base",
        after="tuned",
        steps=(5, 100),
        rule=Rule(hours=1),
        started=1.0,
        since=1.0,
    ),
)


def test_looking_makes_nothing(tmp_path: Path) -> None:
    assert FileRollouts(tmp_path / "new").moves() == ()
    assert list(tmp_path.iterdir()) == []


def test_what_is_appended_is_there_for_the_next_process(tmp_path: Path) -> None:
    rollouts = FileRollouts(tmp_path / "new")
    with rollouts.alone():
        rollouts.append(MOVE)
        rollouts.append(MOVE)
    assert FileRollouts(tmp_path / "new").moves() == (MOVE, MOVE)


def test_a_line_that_a_crash_tore_is_none(tmp_path: Path) -> None:
    rollouts = FileRollouts(tmp_path)
    rollouts.append(MOVE)
    with (tmp_path / "rollouts.jsonl").open("ab") as file:
        file.write(b"0123abcd {")
    assert rollouts.moves() == (MOVE,)


@pytest.mark.parametrize("old", [b"tuned", b'"at":0'])
def test_damage_is_refused_with_what_to_do(tmp_path: Path, old: bytes) -> None:
    rollouts = FileRollouts(tmp_path)
    rollouts.append(MOVE)
    path = tmp_path / "rollouts.jsonl"
    path.write_bytes(path.read_bytes().replace(old, b"x" * len(old)))
    with pytest.raises(Refused, match=r"record of rollouts .* damaged in line 1") as refused:
        rollouts.moves()
    assert "from a backup" in refused.value.advice
