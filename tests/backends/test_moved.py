"""Who is renamed keeps their rollout."""

from pathlib import Path

from gptctl.backends.local import FileRollouts
from gptctl.backends.moved import MovedRollouts
from gptctl.core.address import Address
from gptctl.core.rollout import latest
from tests.backends.test_rollouts import MOVE

FORMER, NOW = (Address(kind="assistant", name=name) for name in ("support", "helper"))


def test_moves_are_told_under_the_present_address(tmp_path: Path) -> None:
    kept = FileRollouts(tmp_path)
    kept.append(MOVE)
    renamed = MovedRollouts(rollouts=kept, now={FORMER: NOW})
    [key] = latest(renamed.moves())
    assert key.address == NOW
    with renamed.alone():
        renamed.append(renamed.moves()[0])
    assert [one.rollout.key.address for one in kept.moves()] == [FORMER, NOW]
    assert MovedRollouts(rollouts=kept, now={}).moves() == kept.moves()
